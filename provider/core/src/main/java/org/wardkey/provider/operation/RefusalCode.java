package org.wardkey.provider.operation;

/**
 * Why something was refused: a code that stays the same for ever, what it means, and who does what
 * next.
 */
public enum RefusalCode {
    /** The key's state does not allow the purpose. */
    KEY_STATE("WK-K001", "The key's state does not allow this purpose.", "Key owner: see `wardkey keys show`."),
    /** The purpose is not among the key's authorizations. */
    KEY_PURPOSE("WK-K002", "The purpose is not among the key's authorizations.", "Key owner: use a key made for it."),
    /** The hash function is not among the key's authorizations. */
    KEY_DIGEST("WK-K003", "The hash function is not among the key's authorizations.", "Caller: use a listed one."),
    /** The padding is not among the key's authorizations. */
    KEY_PADDING("WK-K004", "The padding is not among the key's authorizations.", "Caller: use a listed one."),
    /** The origination window has not begun. */
    ORIGINATION_NOT_BEGUN(
            "WK-K005", "The key's origination window has not begun.", "Key owner: wait or check the clock."),
    /** The origination window has ended. */
    ORIGINATION_ENDED("WK-K006", "The key's origination window has ended.", "Key owner: rotate to a new key."),
    /** The consumption window has not begun. */
    CONSUMPTION_NOT_BEGUN(
            "WK-K007", "The key's consumption window has not begun.", "Key owner: wait or check the clock."),
    /** The consumption window has ended. */
    CONSUMPTION_ENDED("WK-K008", "The key's consumption window has ended.", "Key owner: re-encrypt under a new key."),
    /** The operations are used up. */
    OPERATIONS_USED_UP("WK-K009", "The key's operations are used up.", "Key owner: rotate to a new key."),
    /** The bytes are used up. */
    BYTES_USED_UP("WK-K010", "The key's bytes are used up.", "Key owner: rotate to a new key."),
    /** The key may not leave. */
    NOT_EXPORTABLE("WK-K011", "The key is not exportable.", "Key owner: make a key with exportable authorizations."),
    /** The token has no such key any more. */
    KEY_UNKNOWN("WK-K012", "The token has no such key.", "Key owner: see `wardkey keys list`."),
    /** The key object is of another home. */
    KEY_FOREIGN("WK-K013", "The key belongs to another Wardkey home or token.", "Caller: load it from this provider."),
    /** The key object was destroyed by its holder. */
    KEY_HANDLE_DESTROYED("WK-K014", "The key object was destroyed by its holder.", "Caller: load the key again."),
    /** The record does not carry a valid authentication code. */
    RECORD_ALTERED(
            "WK-S001", "The stored key record was altered.", "Operator: restore the store; treat as an incident."),
    /** The store cannot be read or written. */
    STORE_UNAVAILABLE(
            "WK-S002", "The store cannot be read or written.", "Operator: check disk, permissions and space."),
    /** The store cannot be opened with this protector. */
    PROTECTOR_WRONG(
            "WK-S003", "The token cannot be opened: wrong password or key file.", "Operator: check the protector."),
    /** The token wants a password, and there is none. */
    PASSWORD_MISSING(
            "WK-S007",
            "The token opens with a password, and none was given.",
            "Caller: load the key store with it; the command line takes --password-file."),
    /** The store is of a newer version. */
    STORE_NEWER(
            "WK-S004", "The store was written by a newer version.", "Operator: use that version; nothing was changed."),
    /** The alias is taken. */
    ALIAS_TAKEN(
            "WK-S005", "The alias is taken by another key.", "Caller: choose another alias or delete the key first."),
    /** The successor lacks what the replaced key has, or may do more. */
    SUCCESSOR_INCOMPLETE(
            "WK-K015",
            "The prepared successor lacks what the replaced key has, or may do more.",
            "Key owner: `wardkey keys rotate ALIAS --prepare`, import a certificate for ALIAS@next, then rotate."),
    /** The key was not usable when the message began. */
    KEY_USABLE_MEANWHILE(
            "WK-K016",
            "The key became usable while the message was being taken, so its beginning is missing.",
            "Caller: begin the message again."),
    /** The token is not configured. */
    TOKEN_UNKNOWN("WK-S006", "No such token is configured.", "Administrator: see `tokens` in wardkey.conf."),
    /** The audit log cannot take records. */
    AUDIT_UNAVAILABLE("WK-A001", "The audit log cannot be written.", "Operator: make space or repair the disk."),
    /** The clock shows a time that has been already. */
    TIME_BEHIND(
            "WK-C002",
            "The clock is behind a time that this home has seen, so keys do not originate.",
            "Operator: set the clock, or see `wardkey time show`."),
    /** Nobody is configured who could vouch for the time. */
    TIME_AUTHORITY_MISSING(
            "WK-C003",
            "No authority for the time is configured.",
            "Administrator: see `time-authority` in wardkey.conf."),
    /** No configured authority signed the answer. */
    TIME_ANSWER_NOT_SIGNED(
            "WK-C004",
            "The answer lacks a valid signature of a configured authority for the time.",
            "Administrator: check `time-authority`; ask again, `wardkey time challenge`."),
    /** It is no challenge or answer. */
    TIME_NOTE_MALFORMED(
            "WK-C005",
            "The challenge or answer about the time is damaged or is none.",
            "Operator: carry it over again, whole."),
    /** The answer is for another home. */
    TIME_ANSWER_FOREIGN(
            "WK-C006",
            "The answer is for another home's challenge.",
            "Operator: use the answer to this home's challenge."),
    /** The challenge was not made, was used, or was replaced. */
    TIME_CHALLENGE_UNKNOWN(
            "WK-C007",
            "The answer is for a challenge that is not open: used, replaced or never made.",
            "Operator: ask again, `wardkey time challenge`."),
    /** The challenge is too old, or of another boot. */
    TIME_CHALLENGE_EXPIRED(
            "WK-C008",
            "The answer came too late for its challenge.",
            "Operator: ask again, `wardkey time challenge`, and bring the answer sooner."),
    /** The authority's clock cannot be right. */
    TIME_IMPOSSIBLE(
            "WK-C009",
            "The authority states a time that cannot be: before this version was made, or after the year 9999.",
            "Administrator: set the authority's clock."),
    /** Somebody has to vouch for the time first. */
    TIME_NOT_VOUCHED(
            "WK-C010",
            "Nobody has vouched for the home's time, or it is not trusted.",
            "Operator: have an authority answer, `wardkey time challenge`, then try again."),
    /** The configuration is not usable. */
    LOCKED("WK-C001", "The provider is locked: its configuration is not usable.", "Administrator: correct it."),
    /** The algorithm's self-test failed. */
    SELFTEST_FAILED("WK-T001", "The algorithm's self-test failed in every engine.", "Operator: see `wardkey doctor`."),
    /** No engine serves the mechanism. */
    NO_ENGINE("WK-E001", "No engine serves this mechanism for this key.", "Operator: see `wardkey doctor`."),
    /** The engine failed. */
    ENGINE_FAILED("WK-E002", "The engine failed.", "Operator: see the cause."),
    /** The TPM refused or is not there. */
    TPM_FAILED(
            "WK-E003",
            "The TPM refused the command or cannot be reached.",
            "Operator: see the cause and `wardkey doctor`."),
    /** The TPM is locked against guessing. */
    TPM_LOCKOUT(
            "WK-E004",
            "The TPM is in lockout: too many authorizations failed, by whatever program.",
            "Operator: wait for the time that the message names, or reset it with the lockout authorization."),
    /** The token does not have keys of that kind. */
    KEY_UNSUITABLE(
            "WK-K017",
            "The token does not have keys of this kind.",
            "Caller: ask for one that it has, or use another token."),
    /** The chip itself refuses: the key's window is not open. */
    WINDOW_CLOSED(
            "WK-K018",
            "The TPM does not let the key be used: its window is missing, over or revoked, its PCRs changed, or it has no lease.",
            "Operator: have the authority sign a window (`wardkey tpm window request`), and install it; or renew the lease"
                    + " (`wardkey tpm lease renew`)."),
    /** What should be a window, or the counter that it names, is not one. */
    WINDOW_UNUSABLE(
            "WK-K019",
            "The window of a TPM's keys, or what it rests on, is not usable.",
            "Operator: see the cause and docs/tpm.md."),
    /** The validated module does not run. */
    MODULE_UNAVAILABLE(
            "WK-M001",
            "This JVM is to use a validated cryptographic module alone, and the module does not run.",
            "Administrator: see docs/fips.md and `wardkey doctor`."),
    /** The validated module refuses the service. */
    SERVICE_NOT_APPROVED(
            "WK-M002",
            "The validated cryptographic module has no approved service for this.",
            "Caller: use an approved algorithm, key size and parameters; see docs/fips.md."),
    /** The validated module is in its error state. */
    MODULE_ERROR(
            "WK-M003",
            "The validated cryptographic module is in its error state and computes nothing more.",
            "Operator: restart the process; if it comes again, replace the module or the machine."),
    /** The algorithm is too weak for a managed key. */
    STRENGTH("WK-P001", "The policy wants a stronger algorithm for managed keys.", "Caller: use a larger key."),
    /** The algorithm is denied. */
    ALGORITHM_DENIED("WK-P002", "The policy denies this algorithm.", "Caller: see `wardkey policy explain`."),
    /** The algorithm may only process what it protected before. */
    ALGORITHM_LEGACY_ONLY(
            "WK-P003",
            "The policy allows this algorithm for verification and decryption only.",
            "Caller: protect new data with another algorithm."),
    /** The algorithm's first day has not come. */
    ALGORITHM_NOT_YET(
            "WK-P004", "The policy does not allow this algorithm yet.", "Administrator: wait or change the policy."),
    /** The algorithm's last day has passed. */
    ALGORITHM_SUNSET(
            "WK-P005", "The policy's last day for this algorithm has passed.", "Key owner: move to another algorithm."),
    /** The algorithm is not among those that the policy lists. */
    ALGORITHM_NOT_LISTED(
            "WK-P006", "The policy lists other algorithms for this use.", "Caller: use one that is listed."),
    /** The key is older than the policy lets keys protect data. */
    ORIGINATION_PERIOD_ENDED(
            "WK-P007", "The policy's originator-usage period of the key has ended.", "Key owner: rotate to a new key."),
    /** The key is older than the policy lets keys process protected data. */
    CONSUMPTION_PERIOD_ENDED(
            "WK-P008",
            "The policy's recipient-usage period of the key has ended.",
            "Key owner: ask for an exception, then re-encrypt under a new key."),
    /** The policy does not let such keys serve the purpose. */
    PURPOSE_DENIED(
            "WK-P009", "The policy does not let this key serve the purpose.", "Key owner: use a key made for it."),
    /** The policy does not let such keys be exportable. */
    EXPORT_DENIED("WK-P010", "The policy does not let this key be exportable.", "Caller: make it not exportable."),
    /** The policy does not stand as written. */
    POLICY_UNREADABLE("WK-P011", "The policy cannot be read.", "Administrator: correct the file at the line named."),
    /** The bundle is not signed by enough of those who must sign. */
    BUNDLE_NOT_SIGNED(
            "WK-P012", "The policy lacks valid signatures.", "Administrator: have it signed, `wardkey policy sign`."),
    /** The bundle's files are not those that were signed. */
    BUNDLE_ALTERED("WK-P013", "The policy bundle does not match what was signed.", "Administrator: fetch it again."),
    /** The bundle is not newer than the one in force. */
    BUNDLE_ROLLED_BACK(
            "WK-P014",
            "The policy bundle is not newer than the one in force.",
            "Administrator: sign a higher version."),
    /** The bundle is not valid yet. */
    BUNDLE_NOT_YET("WK-P015", "The policy bundle is not valid yet.", "Administrator: wait or check the clock."),
    /** The policy is not newer than the present one. */
    POLICY_ROLLBACK(
            "WK-P016",
            "A document of this name is applied in a higher version, or in the same one with another text; nothing was changed,"
                    + " since an old policy that is brought back may allow what the new one denies.",
            "Administrator: compare with the version that `wardkey policy show --config FILE` lists; if this text is meant to"
                    + " hold, give it a higher version (sign it again), `wardkey policy trial` it and apply it."),
    /** Neither a pack nor a file has that name. */
    POLICY_UNKNOWN(
            "WK-P017",
            "No policy has this name: it is neither a shipped pack nor a file.",
            "Administrator: name a pack that the message lists, or a file that is there.");

    private final String code;
    private final String meaning;
    private final String remedy;

    RefusalCode(String code, String meaning, String remedy) {
        this.code = code;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** @return the code, such as {@code WK-K006} */
    public String code() {
        return code;
    }

    /** @return one sentence that says what happened */
    public String meaning() {
        return meaning;
    }

    /** @return who acts, and the next step */
    public String remedy() {
        return remedy;
    }
}
