package org.wardkey.provider;

import java.security.Provider;
import java.security.Security;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.wardkey.provider.operation.Mechanism.Family;

/** Where the tests can have ML-KEM and ML-DSA: from JDK 24 on, and with OpenSSL 3.5 on any; SLH-DSA there alone. */
public final class Lattices {
    /** Whether libcrypto is OpenSSL 3.5 here. */
    public static final boolean OPENSSL_35 = Boolean.getBoolean("wardkey.test.has.openssl35");

    /** Whether an engine has them. */
    public static final boolean PRESENT = OPENSSL_35 || Runtime.version().feature() >= 24;

    private Lattices() {}

    /** For conditions of JUnit. */
    static boolean present() {
        return PRESENT;
    }

    /** How many rows of the table an engine serves: what can be absent is ML-KEM, ML-DSA and SLH-DSA, and without a TPM its random bytes. */
    static int servedRows() {
        return (int) ServiceTable.ENTRIES.stream().filter(Lattices::isServed).count();
    }

    /** Whether an engine serves a row. */
    static boolean isServed(ServiceTable.Entry row) {
        return row.engine() != EngineType.TOKEN_RANDOM
                && row.needed().filter(Lattices::isAbsent).isEmpty();
    }

    private static boolean isAbsent(Family family) {
        return (!PRESENT && (family.isMlKem() || family.isMlDsa())) || (!OPENSSL_35 && family == Family.SLH_DSA);
    }

    /** Somebody else who has a service: the JDK, or Bouncy Castle. */
    static Stream<Provider> peers(String service, String algorithm) {
        return Stream.of(Security.getProvider("SUN"), Security.getProvider("SunJCE"), new BouncyCastleProvider())
                .filter(peer -> peer.getService(service, algorithm) != null);
    }

    /** The first of {@link #peers}. */
    static Provider peer(String service, String algorithm) {
        return peers(service, algorithm).findFirst().orElseThrow();
    }
}
