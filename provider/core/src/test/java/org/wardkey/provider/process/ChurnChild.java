package org.wardkey.provider.process;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.operation.KeyInfo;
import org.wardkey.provider.operation.KeyState;

/**
 * Looks at its keys, then makes, uses and deletes keys until it is killed. What it is about to do and
 * what it has done go to stdout, a line each.
 */
public final class ChurnChild {
    private static final int KEYS = 4;

    private final WardkeyProvider provider;
    private final String prefix;
    private final Random random;
    private final KeyStore store;
    private final List<String> live = new ArrayList<>();
    private int made;

    private ChurnChild(WardkeyProvider provider, String prefix, long seed) throws Exception {
        this.provider = provider;
        this.prefix = prefix;
        this.random = new Random(seed);
        this.store = Managed.store(provider);
    }

    /** Configuration, prefix of the aliases that are this process's own, seed. */
    public static void main(String[] arguments) throws Exception {
        WardkeyProvider provider = Managed.provider(arguments[0]);
        ChurnChild child = new ChurnChild(provider, arguments[1], Long.parseLong(arguments[2]));
        provider.administration()
                .auditMarks()
                .forEach((log, mark) -> System.out.println("mark " + log + " " + mark.records() + " " + mark.root()));
        child.look();
        System.out.println("looked");
        String said = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        while ("go".equals(said)) {
            child.step(arguments[2]);
        }
    }

    private void look() throws Exception {
        for (KeyInfo info : provider.administration().list()) {
            String alias = info.facts().alias();
            if (alias.startsWith(prefix) && info.facts().state() == KeyState.ACTIVE) {
                System.out.println("key " + alias + " " + info.operationsUsed());
                Managed.verify(
                        ((org.wardkey.provider.operation.WardkeyPrivateKey) Managed.key(provider, alias)).publicKey(),
                        Managed.sign(provider, Managed.key(provider, alias)));
                System.out.println("signed " + alias);
                live.add(alias);
            }
        }
    }

    private void step(String seed) throws Exception {
        int what = random.nextInt(100);
        if (live.isEmpty() || (what < 20 && live.size() < KEYS)) {
            // Every other one is counted exactly, the others through leases.
            String alias = prefix + seed + "-" + made++;
            System.out.println("generating " + alias);
            Managed.generate(provider, alias, OptionalLong.of(made % 2 == 0 ? 1_000 : 10_000_000));
            System.out.println("generated " + alias);
            live.add(alias);
        } else if (what < 30) {
            String alias = live.remove(random.nextInt(live.size()));
            System.out.println("deleting " + alias);
            store.deleteEntry(alias);
            System.out.println("deleted " + alias);
        } else {
            String alias = live.get(random.nextInt(live.size()));
            Managed.sign(provider, Managed.key(provider, alias));
            System.out.println("signed " + alias);
        }
    }
}
