package org.wardkey.provider;

import org.wardkey.provider.operation.BackendException;
import org.wardkey.provider.operation.Refusal;
import org.wardkey.provider.operation.RefusalCode;
import org.wardkey.provider.sealing.Protector;

/** Where a token's password comes from. Implementations are records: two configurations of one home must name the same. */
interface PasswordSource {
    /**
     * Gets the password.
     *
     * @param token the token's name, for whoever is asked
     * @param first whether the token does not exist yet: the password is what it opens with from now on
     * @return the password; the caller closes it
     * @throws BackendException if there is none
     */
    Protector.Password read(String token, boolean first);

    /**
     * Says that the source gives no password, so that who has one can give it; the reason must not contain any.
     */
    static BackendException unusable(String what, String why) {
        return new BackendException(new Refusal(RefusalCode.PASSWORD_MISSING, what + " is not usable: " + why + "."));
    }
}
