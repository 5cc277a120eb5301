package org.wardkey.provider.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.operation.KeyId;

/** Who waits for a lease of a process in another container, which he cannot see. */
class LeaseTableTest {
    private static final KeyId KEY = new KeyId(new UUID(1, 1));
    private static final long BEGIN = 1_000_000;

    @TempDir
    private Path folder;

    private Database database;
    private long millis = BEGIN;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("leases.db"));
        boolean ready = database.write(c -> {
            Sql.execute(c, "DROP TABLE lease");
            Sql.execute(
                    c,
                    "CREATE TABLE lease (key_id TEXT NOT NULL, instance TEXT NOT NULL, wanted INTEGER NOT NULL DEFAULT 0,"
                            + " PRIMARY KEY (key_id, instance)) STRICT");
            return true;
        });
        assertThat(ready).isTrue();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private LeaseTable process(String name) {
        return new LeaseTable(name, () -> millis);
    }

    private LeaseTable holderElsewhere() {
        LeaseTable holder = process("1:0:holder:another-namespace");
        boolean marked = database.write(c -> {
            holder.mark(c, KEY);
            return true;
        });
        assertThat(marked).isTrue();
        return holder;
    }

    @Test
    void want_manyAskersAtOnce_leaveTheHolderItsTime() {
        LeaseTable holder = holderElsewhere();
        for (int asker = 0; asker < 20; asker++) {
            assertThat(process("asker-" + asker).wantFromOthers(database, KEY)).isTrue();
            assertThat(holder.isWanted(database, KEY)).isTrue();
        }
        millis = BEGIN + LeaseTable.ASKED_FOR_MILLIS - 1;
        assertThat(process("late").wantFromOthers(database, KEY)).isTrue();
        millis++;
        assertThat(process("later").wantFromOthers(database, KEY)).isFalse();
        assertThat(holder.isWanted(database, KEY)).isFalse();
    }

    @Test
    void want_clockSetBack_beginsAgain() {
        holderElsewhere();
        assertThat(process("asker").wantFromOthers(database, KEY)).isTrue();
        millis = BEGIN / 2;
        assertThat(process("asker").wantFromOthers(database, KEY)).isTrue();
        millis += LeaseTable.ASKED_FOR_MILLIS;
        assertThat(process("asker").wantFromOthers(database, KEY)).isFalse();
    }
}
