package org.wardkey.conformance;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.DHParameterSpec;
import javax.crypto.spec.DHPrivateKeySpec;
import javax.crypto.spec.DHPublicKeySpec;

/** Diffie-Hellman on curves and in finite fields as an application calls it. */
final class AgreementCalls {
    static final String DIFFIE_HELLMAN = "DiffieHellman";

    private AgreementCalls() {}

    static Attempt<byte[]> agree(
            Engines engines,
            CallPattern pattern,
            String algorithm,
            SignatureCalls.KeySource<PrivateKey> own,
            SignatureCalls.KeySource<PublicKey> peer)
            throws VectorFormatException {
        return Attempt.of(() -> {
            KeyAgreement agreement = engines.agreement(algorithm, pattern);
            agreement.init(own.key());
            agreement.doPhase(peer.key(), true);
            return agreement.generateSecret();
        });
    }

    static PrivateKey dhPrivate(Engines engines, DHParameterSpec group, byte[] x) throws GeneralSecurityException {
        return engines.keyFactory(DIFFIE_HELLMAN)
                .generatePrivate(new DHPrivateKeySpec(new BigInteger(1, x), group.getP(), group.getG()));
    }

    static PublicKey dhPublic(Engines engines, DHParameterSpec group, byte[] y) throws GeneralSecurityException {
        return engines.keyFactory(DIFFIE_HELLMAN)
                .generatePublic(new DHPublicKeySpec(new BigInteger(1, y), group.getP(), group.getG()));
    }

    static PrivateKey ecPrivate(Engines engines, String curve, byte[] scalar) throws GeneralSecurityException {
        return engines.keyFactory("EC")
                .generatePrivate(new ECPrivateKeySpec(new BigInteger(1, scalar), engines.curve(curve)));
    }

    static PublicKey ecPublic(Engines engines, String curve, byte[] x, byte[] y) throws GeneralSecurityException {
        ECPoint point = new ECPoint(new BigInteger(1, x), new BigInteger(1, y));
        return engines.keyFactory("EC").generatePublic(new ECPublicKeySpec(point, engines.curve(curve)));
    }
}
