package org.wardkey.provider.ledger;

import java.util.List;

/** The tables of the embedded database, by version of the schema. */
final class Schema {
    static final List<String> VERSION_1 = List.of(
            """
            CREATE TABLE token (
              name TEXT PRIMARY KEY,
              header BLOB NOT NULL) STRICT""",
            """
            CREATE TABLE key (
              id TEXT PRIMARY KEY,
              token TEXT NOT NULL,
              alias TEXT NOT NULL,
              type TEXT NOT NULL,
              size_bits INTEGER NOT NULL,
              state TEXT NOT NULL,
              authorizations TEXT NOT NULL,
              imported INTEGER NOT NULL,
              created TEXT NOT NULL,
              algorithm TEXT NOT NULL,
              reason TEXT NOT NULL,
              public_key BLOB NOT NULL,
              sealed_material BLOB NOT NULL,
              mac BLOB NOT NULL) STRICT""",
            "CREATE UNIQUE INDEX key_alias ON key (token, alias) WHERE state <> 'DESTROYED'",
            """
            CREATE TABLE chain (
              key_id TEXT NOT NULL REFERENCES key (id) ON DELETE CASCADE,
              position INTEGER NOT NULL,
              certificate BLOB NOT NULL,
              PRIMARY KEY (key_id, position)) STRICT""",
            """
            CREATE TABLE usage (
              key_id TEXT PRIMARY KEY REFERENCES key (id) ON DELETE CASCADE,
              operations INTEGER NOT NULL,
              bytes INTEGER NOT NULL,
              mac BLOB NOT NULL) STRICT""",
            """
            CREATE TABLE lease (
              key_id TEXT NOT NULL REFERENCES key (id) ON DELETE CASCADE,
              instance TEXT NOT NULL,
              wanted INTEGER NOT NULL DEFAULT 0,
              PRIMARY KEY (key_id, instance)) STRICT""",
            """
            CREATE TABLE trusted_certificate (
              token TEXT NOT NULL,
              alias TEXT NOT NULL,
              certificate BLOB NOT NULL,
              created TEXT NOT NULL,
              mac BLOB NOT NULL,
              PRIMARY KEY (token, alias)) STRICT""",
            """
            CREATE TABLE audit_log (
              name TEXT PRIMARY KEY,
              records INTEGER NOT NULL,
              hash TEXT NOT NULL) STRICT""");

    /** Version 2: time, policy, warnings, generations of keys; marks of audit logs hold the root of their tree. */
    static final List<String> VERSION_2 =
            List.of("ALTER TABLE audit_log RENAME COLUMN hash TO root", "DELETE FROM audit_log", """
            CREATE TABLE time_mark (
              one INTEGER PRIMARY KEY CHECK (one = 1),
              time TEXT NOT NULL,
              source TEXT NOT NULL,
              boot TEXT NOT NULL,
              since_boot_nanos INTEGER NOT NULL,
              gap_used_nanos INTEGER NOT NULL) STRICT""", """
            CREATE TABLE applied_policy (
              name TEXT PRIMARY KEY,
              version INTEGER NOT NULL,
              in_force INTEGER NOT NULL,
              origin TEXT NOT NULL,
              text TEXT NOT NULL,
              applied TEXT NOT NULL,
              mac BLOB NOT NULL) STRICT""", """
            CREATE TABLE warning (
              key_id TEXT NOT NULL REFERENCES key (id) ON DELETE CASCADE,
              kind TEXT NOT NULL,
              threshold INTEGER NOT NULL,
              given TEXT NOT NULL,
              PRIMARY KEY (key_id, kind, threshold)) STRICT""", """
            CREATE TABLE succession (
              key_id TEXT PRIMARY KEY REFERENCES key (id) ON DELETE CASCADE,
              successor TEXT NOT NULL,
              generation INTEGER NOT NULL,
              overlap_end TEXT NOT NULL,
              mac BLOB NOT NULL) STRICT""");

    /** Version 3: challenges for the time, and who stated it last. */
    static final List<String> VERSION_3 = List.of("""
            CREATE TABLE time_challenge (
              one INTEGER PRIMARY KEY CHECK (one = 1),
              home TEXT NOT NULL,
              boot TEXT NOT NULL,
              nonce TEXT NOT NULL,
              since_boot_nanos INTEGER NOT NULL) STRICT""", """
            CREATE TABLE time_statement (
              one INTEGER PRIMARY KEY CHECK (one = 1),
              time TEXT NOT NULL,
              source TEXT NOT NULL) STRICT""");

    /** What makes each version of the one before it, oldest first. */
    static final List<List<String>> STEPS = List.of(VERSION_1, VERSION_2, VERSION_3);

    private Schema() {}
}
