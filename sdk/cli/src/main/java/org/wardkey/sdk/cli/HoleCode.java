package org.wardkey.sdk.cli;

/** What {@code wardkey doctor} can find: a code that stays the same for ever, what is lost, and who does what next. */
enum HoleCode {
    /** The JVM does not know Wardkey. */
    NOT_REGISTERED(
            "WK-D001",
            "Wardkey is not among the providers of the JVM.",
            "Programs that do not name it use the JDK's own engines and key stores.",
            "Administrator: java -Djava.security.properties=FILE, with FILE from `wardkey java-security print`."),
    /** Other providers come first. */
    NOT_FIRST(
            "WK-D002",
            "Wardkey is not the first provider of the JVM.",
            "Programs that do not name a provider get other engines for plain keys.",
            "Administrator: make it security.provider.1; see `wardkey java-security print`."),
    /** The configuration is not usable. */
    LOCKED(
            "WK-D003",
            "The provider is not ready.",
            "Managed keys are refused.",
            "Administrator: correct what the message names."),
    /** An engine computes wrongly. */
    SELFTEST_FAILED(
            "WK-D004",
            "A self-test failed.",
            "This engine does not serve the algorithm; another one does, or nobody.",
            "Operator: repair or replace the library; do not use results of this engine."),
    /** There is no native engine. */
    NO_LIBCRYPTO(
            "WK-D005",
            "libcrypto cannot be used.",
            "Public-key operations are slower, and their timing may depend on secrets.",
            "Operator: install OpenSSL 3 (Debian: libssl3), or set libcrypto.path in wardkey.conf."),
    /** The validated module that is to serve alone does not run. */
    NO_MODULE(
            "WK-D014",
            "The validated module that is to serve alone does not run.",
            "Nothing is computed in this JVM by Wardkey: every operation is refused.",
            "Administrator: lay out wardkey-fips and bc-fips as docs/fips.md says."),
    /** The JDK cannot deny algorithms to all providers. */
    NO_DISABLED_ALGORITHMS(
            "WK-D006",
            "The JDK has no jdk.crypto.disabledAlgorithms.",
            "A program may still name another provider for an algorithm that the policy denies: advisory only.",
            "Operator: use JDK 25 or later where that matters."),
    /** Others can read what opens the keys. */
    FILE_OPEN_TO_OTHERS(
            "WK-D007",
            "The home or a key file is open to other users.",
            "Whoever reads a key file and the database has the keys.",
            "Operator: chmod go= what is named, and treat the keys as exposed."),
    /** Nobody knows who can read what opens the keys. */
    PERMISSIONS_UNKNOWN(
            "WK-D008",
            "The file system does not say who may read a file.",
            "Whether other users can read the key file is not known.",
            "Operator: put the home on a file system with POSIX permissions."),
    /** The user may not look. */
    FILE_UNREADABLE(
            "WK-D009",
            "A file of the home cannot be looked at by this user.",
            "Its permissions were not checked.",
            "Operator: run doctor as the user that runs the programs."),
    /** The home is there and cannot be used. */
    HOME_UNUSABLE(
            "WK-D010",
            "The home is there and cannot be opened.",
            "Managed keys are refused; time, audit log and warnings were not looked at.",
            "Operator: repair what the message names, or run doctor as the user that runs the programs."),
    /** Keys do not originate because of the clock. */
    TIME_BEHIND(
            "WK-D011",
            "The clock is behind a time that the home has seen.",
            "Keys do not sign, encrypt, wrap or agree until it is right; verifying and decrypting go on.",
            "Operator: set the clock; if the mark itself is wrong, `wardkey time repair`."),
    /** Operations cannot be recorded. */
    LOG_UNAVAILABLE(
            "WK-D012",
            "The audit log does not take every record.",
            "Managed keys are refused, but for those marked to go on for somebody's care.",
            "Operator: make space or repair the disk that the home is on."),
    /** The file says what java.security does not. */
    NOT_STRICT(
            "WK-D013",
            "wardkey.conf says strict = true, and the JVM does not obey: its java.security lacks wardkey.strict=true.",
            "If the configuration becomes unusable, the JVM runs, with managed keys locked.",
            "Administrator: print the file again, `wardkey java-security print`, or add the line.");

    private final String code;
    private final String meaning;
    private final String lost;
    private final String remedy;

    HoleCode(String code, String meaning, String lost, String remedy) {
        this.code = code;
        this.meaning = meaning;
        this.lost = lost;
        this.remedy = remedy;
    }

    /** The code, such as {@code WK-D001}. */
    String code() {
        return code;
    }

    /** One sentence that says what was found. */
    String meaning() {
        return meaning;
    }

    /** What is lost by it. */
    String lost() {
        return lost;
    }

    /** Who acts, and the next step. */
    String remedy() {
        return remedy;
    }
}
