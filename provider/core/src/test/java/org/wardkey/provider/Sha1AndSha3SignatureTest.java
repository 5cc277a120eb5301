package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.PolicyDeniedSignatureException;
import org.wardkey.provider.operation.Purpose;

/** Signatures over SHA-3, made and verified; over SHA-1, verified and never made. Against Bouncy Castle and the JDK. */
class Sha1AndSha3SignatureTest {
    private static final Provider PEER = new BouncyCastleProvider();
    private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    @AfterEach
    void clear() {
        System.clearProperty(WardkeyRuntime.FORCED_FAILURES);
    }

    private Provider on(String engine) {
        String other = engine.equals("jdk") ? "libcrypto" : "jdk";
        System.setProperty(WardkeyRuntime.FORCED_FAILURES, "ECDSA@" + other + ",RSASSA-PKCS1-v1_5@" + other);
        return TestHome.in(folder).provider();
    }

    private static KeyPair pair(String kind) throws Exception {
        boolean rsa = kind.equals("RSA");
        KeyPairGenerator generator = KeyPairGenerator.getInstance(rsa ? "RSA" : "EC", rsa ? "SunRsaSign" : "SunEC");
        if (rsa) {
            generator.initialize(2048);
        } else {
            generator.initialize(new ECGenParameterSpec(kind));
        }
        return generator.generateKeyPair();
    }

    private static byte[] sign(String name, Provider provider, KeyPair pair) throws Exception {
        Signature signature = Signature.getInstance(name, provider);
        signature.initSign(pair.getPrivate());
        signature.update(MESSAGE);
        return signature.sign();
    }

    private static boolean verifies(String name, Provider provider, PublicKey key, byte[] value) throws Exception {
        Signature signature = Signature.getInstance(name, provider);
        signature.initVerify(key);
        signature.update(MESSAGE);
        return signature.verify(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "libcrypto"})
    void sha3_everyKindAndSize_isUnderstoodByThePeers(String engine) throws Exception {
        Provider ours = on(engine);
        for (String kind : new String[] {"RSA", "secp256r1", "secp384r1", "secp521r1"}) {
            KeyPair pair = pair(kind);
            for (String bits : new String[] {"224", "256", "384", "512"}) {
                String name = "SHA3-" + bits + "with" + (kind.equals("RSA") ? "RSA" : "ECDSA");
                byte[] made = sign(name, ours, pair);
                assertThat(verifies(name, PEER, pair.getPublic(), made)).isTrue();
                assertThat(verifies(name, ours, pair.getPublic(), sign(name, PEER, pair)))
                        .isTrue();
                made[made.length - 1] ^= 1;
                assertThat(verifies(name, ours, pair.getPublic(), made)).isFalse();
                if (!kind.equals("RSA")) {
                    String p1363 = name + "inP1363Format";
                    Provider jdk = Security.getProvider("SunEC");
                    assertThat(verifies(p1363, jdk, pair.getPublic(), sign(p1363, ours, pair)))
                            .isTrue();
                    assertThat(verifies(p1363, ours, pair.getPublic(), sign(p1363, jdk, pair)))
                            .isTrue();
                }
            }
        }
    }

    /** RSASSA-PKCS1-v1_5 has one signature for a message. */
    @ParameterizedTest
    @CsvSource({
        "SHA3-224withRSA, 2.16.840.1.101.3.4.3.13",
        "SHA3-256withRSA, 2.16.840.1.101.3.4.3.14",
        "SHA3-384withRSA, 2.16.840.1.101.3.4.3.15",
        "SHA3-512withRSA, OID.2.16.840.1.101.3.4.3.16"
    })
    void sha3_withRsa_isThePeersSignature(String name, String oid) throws Exception {
        KeyPair pair = pair("RSA");
        byte[] expected = sign(name, PEER, pair);
        assertThat(sign(oid, on("libcrypto"), pair)).isEqualTo(expected);
    }

    /** Source: RFC 6979 §A.2.5, SHA-1, message "sample". */
    @ParameterizedTest
    @ValueSource(strings = {"jdk", "libcrypto"})
    void sha1_exampleOfTheStandard_verifies(String engine) throws Exception {
        PublicKey key = KeyFactory.getInstance("EC", "SunEC")
                .generatePublic(new X509EncodedKeySpec(HexFormat.of()
                        .parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200"
                                + "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
                                + "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299")));
        byte[] signature = HexFormat.of()
                .parseHex("61340c88c3aaebeb4f6d667f672ca9759a6ccaa9fa8811313039ee4a35471d32"
                        + "6d7f147dac089441bb2e2fe8f7a3fa264b9c475098fdcf6e00d7c996e1b8b7eb");
        Signature verifying = Signature.getInstance("SHA1withECDSAinP1363Format", on(engine));
        verifying.initVerify(key);
        verifying.update("sample".getBytes(StandardCharsets.US_ASCII));
        assertThat(verifying.verify(signature)).isTrue();
        verifying.update("Sample".getBytes(StandardCharsets.US_ASCII));
        assertThat(verifying.verify(signature)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "libcrypto"})
    void sha1_ofThePeer_isVerified(String engine) throws Exception {
        Provider ours = on(engine);
        KeyPair rsa = pair("RSA");
        byte[] made = sign("SHA1withRSA", PEER, rsa);
        assertThat(verifies("SHA1withRSA", ours, rsa.getPublic(), made)).isTrue();
        assertThat(verifies("1.2.840.113549.1.1.5", ours, rsa.getPublic(), made))
                .isTrue();
        made[7] ^= 1;
        assertThat(verifies("SHA1withRSA", ours, rsa.getPublic(), made)).isFalse();
        KeyPair ec = pair("secp256r1");
        assertThat(verifies("SHA1withECDSA", ours, ec.getPublic(), sign("SHA1withECDSA", PEER, ec)))
                .isTrue();
        PSSParameterSpec sha1 = new PSSParameterSpec("SHA-1", "MGF1", MGF1ParameterSpec.SHA1, 20, 1);
        Signature theirs = Signature.getInstance("RSASSA-PSS", PEER);
        theirs.setParameter(sha1);
        theirs.initSign(rsa.getPrivate());
        theirs.update(MESSAGE);
        Signature verifying = Signature.getInstance("RSASSA-PSS", ours);
        verifying.setParameter(sha1);
        verifying.initVerify(rsa.getPublic());
        verifying.update(MESSAGE);
        assertThat(verifying.verify(theirs.sign())).isTrue();
    }

    /** As the JDK does: the application's own key is none of our business. */
    @ParameterizedTest
    @CsvSource({"SHA1withRSA, RSA", "SHA1withECDSA, secp256r1", "SHA1withECDSAinP1363Format, secp384r1"})
    void sha1_signingWithAPlainKey_isServed(String name, String kind) throws Exception {
        WardkeyProvider ours = TestHome.in(folder).provider();
        KeyPair pair = pair(kind);
        assertThat(verifies(name, PEER, pair.getPublic(), sign(name, ours, pair)))
                .isTrue();
        Signature settled = Signature.getInstance(name, ours);
        settled.initVerify(pair.getPublic());
        settled.initSign(pair.getPrivate());
        settled.update(MESSAGE);
        assertThat(verifies(name, ours, pair.getPublic(), settled.sign())).isTrue();
    }

    @Test
    void sha1_managedKey_isDeniedWhateverThePolicy() throws Exception {
        WardkeyProvider ours = TestHome.with(folder, "home = home\npolicy = permissive-legacy\n")
                .provider();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", ours);
        generator.initialize(KeyGenParameters.builder("signer", Purpose.SIGN).build());
        KeyPair pair = generator.generateKeyPair();
        assertThatThrownBy(() -> sign("SHA1withECDSA", ours, pair))
                .isInstanceOf(PolicyDeniedSignatureException.class)
                .hasMessageContaining("WK-P002");
        assertThat(verifies("SHA3-256withECDSA", ours, pair.getPublic(), sign("SHA3-256withECDSA", ours, pair)))
                .isTrue();
        assertThatThrownBy(() -> Signature.getInstance("SHA1withECDSA", ours).sign())
                .isInstanceOf(SignatureException.class);
    }
}
