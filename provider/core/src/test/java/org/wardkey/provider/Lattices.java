package org.wardkey.provider;

import java.security.Provider;
import java.security.Security;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Where the tests can have ML-KEM and ML-DSA: from JDK 24 on, and with OpenSSL 3.5 on any. */
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

    /** How many rows of the table an engine serves: what is absent here is ML-KEM and ML-DSA. */
    static int servedRows() {
        return (int) ServiceTable.ENTRIES.stream()
                .filter(row -> PRESENT
                        || row.needed()
                                .filter(family -> family.isMlKem() || family.isMlDsa())
                                .isEmpty())
                .count();
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
