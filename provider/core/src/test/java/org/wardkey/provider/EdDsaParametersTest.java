package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.signers.Ed25519ctxSigner;
import org.bouncycastle.crypto.signers.Ed25519phSigner;
import org.bouncycastle.crypto.signers.Ed448Signer;
import org.bouncycastle.crypto.signers.Ed448phSigner;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardkey.provider.backend.BackendRouter;
import org.wardkey.provider.backend.EngineOrder;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.jdk.JdkBackend;
import org.wardkey.provider.operation.EdDsaParameters;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.operation.MlDsaParameters;
import org.wardkey.provider.operation.Purpose;
import org.wardkey.provider.selftest.SelfTests;

/** EdDSA with a context string and with pre-hash, which the JDK's engine serves, and without, which libcrypto does. */
class EdDsaParametersTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] MESSAGE = "Infusion started, 4 ml/h.".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTEXT = "pump 7".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    private WardkeyProvider provider;

    @BeforeEach
    void configure() {
        provider = TestHome.in(folder).provider();
    }

    private static EdDSAParameterSpec parameters(boolean preHash, byte @Nullable [] context) {
        return context == null ? new EdDSAParameterSpec(preHash) : new EdDSAParameterSpec(preHash, context);
    }

    private byte[] sign(String name, PrivateKey key, @Nullable EdDSAParameterSpec parameters, byte[] message)
            throws Exception {
        Signature signature = Signature.getInstance(name, provider);
        if (parameters != null) {
            signature.setParameter(parameters);
        }
        signature.initSign(key);
        signature.update(message);
        return signature.sign();
    }

    private boolean verify(
            String name, PublicKey key, @Nullable EdDSAParameterSpec parameters, byte[] message, byte[] signature)
            throws Exception {
        Signature verification = Signature.getInstance(name, provider);
        verification.initVerify(key);
        if (parameters != null) {
            verification.setParameter(parameters);
        }
        verification.update(message);
        return verification.verify(signature);
    }

    private static KeyPair pair(String curve, String own, String shown) throws Exception {
        boolean ed448 = curve.equals("Ed448");
        KeyFactory factory = KeyFactory.getInstance(curve);
        String privatePrefix = ed448 ? "3047020100300506032b6571043b0439" : "302e020100300506032b657004220420";
        String publicPrefix = ed448 ? "3043300506032b6571033a00" : "302a300506032b6570032100";
        return new KeyPair(
                factory.generatePublic(new X509EncodedKeySpec(HEX.parseHex(publicPrefix + shown))),
                factory.generatePrivate(new PKCS8EncodedKeySpec(HEX.parseHex(privatePrefix + own))));
    }

    /** RFC 8032 §7.2 (foo, bar, foo2, foo3), §7.3, §7.4 (1 octet with context), §7.5 (with and without context). */
    @ParameterizedTest
    @CsvSource({
        "Ed25519, false, 666f6f, 0305334e381af78f141cb666f6199f57bc3495335a256a95bd2a55bf546663f6,"
                + " dfc9425e4f968f7f0c29f0259cf5f9aed6851c2bb4ad8bfb860cfee0ab248292, f726936d19c800494e3fdaff20b276a8,"
                + " 55a4cc2f70a54e04288c5f4cd1e45a7bb520b36292911876cada7323198dd87a8b36950b95130022907a7fb7c4e9b2d5f6cca685a587b4b21f4b888e4e7edb0d",
        "Ed25519, false, 626172, 0305334e381af78f141cb666f6199f57bc3495335a256a95bd2a55bf546663f6,"
                + " dfc9425e4f968f7f0c29f0259cf5f9aed6851c2bb4ad8bfb860cfee0ab248292, f726936d19c800494e3fdaff20b276a8,"
                + " fc60d5872fc46b3aa69f8b5b4351d5808f92bcc044606db097abab6dbcb1aee3216c48e8b3b66431b5b186d1d28f8ee15a5ca2df6668346291c2043d4eb3e90d",
        "Ed25519, false, 666f6f, 0305334e381af78f141cb666f6199f57bc3495335a256a95bd2a55bf546663f6,"
                + " dfc9425e4f968f7f0c29f0259cf5f9aed6851c2bb4ad8bfb860cfee0ab248292, 508e9e6882b979fea900f62adceaca35,"
                + " 8b70c1cc8310e1de20ac53ce28ae6e7207f33c3295e03bb5c0732a1d20dc64908922a8b052cf99b7c4fe107a5abb5b2c4085ae75890d02df26269d8945f84b0b",
        "Ed25519, true, , 833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42,"
                + " ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf, 616263,"
                + " 98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae4131f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406",
        "Ed448, false, 666f6f,"
                + " c4eab05d357007c632f3dbb48489924d552b08fe0c353a0d4a1f00acda2c463afbea67c5e8d2877c5e3bc397a659949ef8021e954e0a12274e,"
                + " 43ba28f430cdff456ae531545f7ecd0ac834a55d9358c0372bfa0c6c6798c0866aea01eb00742802b8438ea4cb82169c235160627b4c3a9480, 03,"
                + " d4f8f6131770dd46f40867d6fd5d5055de43541f8c5e35abbcd001b32a89f7d2151f7647f11d8ca2ae279fb842d607217fce6e042f6815ea000c85741de5c8da1144a6a1aba7f96de42505d7a7298524fda538fccbbb754f578c1cad10d54d0d5428407e85dcbc98a49155c13764e66c3c00",
        "Ed448, true, ,"
                + " 833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42ef7822e0d5104127dc05d6dbefde69e3ab2cec7c867c6e2c49,"
                + " 259b71c19f83ef77a7abd26524cbdb3161b590a48f7d17de3ee0ba9c52beb743c09428a131d6b1b57303d90d8132c276d5ed3d5d01c0f53880, 616263,"
                + " 822f6901f7480f3d5f562c592994d9693602875614483256505600bbc281ae381f54d6bce2ea911574932f52a4e6cadd78769375ec3ffd1b801a0d9b3f4030cd433964b6457ea39476511214f97469b57dd32dbc560a9a94d00bff07620464a3ad203df7dc7ce360c3cd3696d9d9fab90f00"
    })
    void rfc8032_answers_areGivenByBothNames(
            String curve,
            boolean preHash,
            @Nullable String context,
            String own,
            String shown,
            String message,
            String expected)
            throws Exception {
        KeyPair pair = pair(curve, own, shown);
        EdDSAParameterSpec parameters = parameters(preHash, context == null ? null : HEX.parseHex(context));
        for (String name : new String[] {curve, "EdDSA"}) {
            byte[] signature = sign(name, pair.getPrivate(), parameters, HEX.parseHex(message));
            assertThat(HEX.formatHex(signature)).as(name).isEqualTo(expected);
            assertThat(verify(name, pair.getPublic(), parameters, HEX.parseHex(message), signature))
                    .isTrue();
            assertThat(verify(name, pair.getPublic(), null, HEX.parseHex(message), signature))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"Ed25519, false", "Ed25519, true", "Ed448, false", "Ed448, true"})
    void bouncyCastle_bothWays_agrees(String curve, boolean preHash) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(curve, provider).generateKeyPair();
        EdDSAParameterSpec parameters = parameters(preHash, CONTEXT);
        for (byte[] message : new byte[][] {MESSAGE, new byte[0], new byte[100_000]}) {
            byte[] ours = sign(curve, pair.getPrivate(), parameters, message);
            Signer theirs = bouncyCastle(
                    curve, preHash, PublicKeyFactory.createKey(pair.getPublic().getEncoded()), false);
            theirs.update(message, 0, message.length);
            assertThat(theirs.verifySignature(ours)).isTrue();
            Signer signer = bouncyCastle(
                    curve,
                    preHash,
                    PrivateKeyFactory.createKey(pair.getPrivate().getEncoded()),
                    true);
            signer.update(message, 0, message.length);
            byte[] made = signer.generateSignature();
            assertThat(verify(curve, pair.getPublic(), parameters, message, made))
                    .isTrue();
            assertThat(verify(curve, pair.getPublic(), parameters(!preHash, CONTEXT), message, made))
                    .isFalse();
            assertThat(verify(curve, pair.getPublic(), parameters(preHash, new byte[] {1}), message, made))
                    .isFalse();
        }
    }

    private static Signer bouncyCastle(String curve, boolean preHash, AsymmetricKeyParameter key, boolean signs) {
        Signer signer = curve.equals("Ed448")
                ? (preHash ? new Ed448phSigner(CONTEXT) : new Ed448Signer(CONTEXT))
                : (preHash ? new Ed25519phSigner(CONTEXT) : new Ed25519ctxSigner(CONTEXT));
        signer.init(signs, key);
        return signer;
    }

    @ParameterizedTest
    @CsvSource({"Ed25519, false", "Ed25519, true", "Ed448, false", "Ed448, true"})
    void managedKey_signsWithParameters_andIsCounted(String curve, boolean preHash) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(curve, provider);
        generator.initialize(KeyGenParameters.builder("contextual", Purpose.SIGN)
                .maximumOperations(2)
                .build());
        KeyPair pair = generator.generateKeyPair();
        assertThat(pair.getPrivate().getEncoded()).isNull();
        EdDSAParameterSpec parameters = parameters(preHash, CONTEXT);
        byte[] signature = sign(curve, pair.getPrivate(), parameters, MESSAGE);
        assertThat(verify("EdDSA", pair.getPublic(), parameters, MESSAGE, signature))
                .isTrue();
        byte[] pure = sign(curve, pair.getPrivate(), null, MESSAGE);
        assertThat(verify(curve, pair.getPublic(), null, MESSAGE, pure)).isTrue();
        assertThatThrownBy(() -> sign(curve, pair.getPrivate(), parameters, MESSAGE))
                .isInstanceOf(SignatureException.class)
                .hasMessageContaining("WK-K009");
    }

    /** An empty context string makes Ed25519ctx of Ed25519; Ed448 has one always. Source: RFC 8032 §5.1, §5.2. */
    @ParameterizedTest
    @CsvSource({"Ed25519, false", "Ed448, true"})
    void emptyContext_isOne(String curve, boolean same) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(curve, provider).generateKeyPair();
        byte[] pure = sign(curve, pair.getPrivate(), null, MESSAGE);
        assertThat(Arrays.equals(pure, sign(curve, pair.getPrivate(), parameters(false, null), MESSAGE)))
                .isTrue();
        assertThat(Arrays.equals(pure, sign(curve, pair.getPrivate(), parameters(false, new byte[0]), MESSAGE)))
                .isEqualTo(same);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "Ed448", "EdDSA"})
    void setParameter_refused_leavesTheObjectUsable(String name) throws Exception {
        String curve = name.equals("EdDSA") ? "Ed25519" : name;
        KeyPair pair = KeyPairGenerator.getInstance(curve, provider).generateKeyPair();
        EdDSAParameterSpec parameters = parameters(true, CONTEXT);
        Signature signature = Signature.getInstance(name, provider);
        signature.initSign(pair.getPrivate());
        signature.setParameter(parameters);
        assertThatThrownBy(() -> signature.setParameter(MlDsaParameters.pure(CONTEXT)))
                .isInstanceOf(InvalidAlgorithmParameterException.class)
                .hasMessageContaining("an EdDSAParameterSpec")
                .hasMessageContaining("MlDsaParameters");
        signature.update(MESSAGE);
        assertThatThrownBy(() -> signature.setParameter(parameters(false, CONTEXT)))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("middle of a message");
        byte[] made = signature.sign();
        assertThat(verify(name, pair.getPublic(), parameters, MESSAGE, made)).isTrue();
        signature.setParameter(parameters(false, null));
        signature.update(MESSAGE);
        assertThat(verify(name, pair.getPublic(), null, MESSAGE, signature.sign()))
                .isTrue();
    }

    @Test
    void engines_pureAndWithParameters_areTestedApart() {
        KeyBackend jdk = new JdkBackend(new SecureRandom());
        EdDsaParameters parameters = EdDsaParameters.of(parameters(true, CONTEXT));
        SelfTests failing = new SelfTests(Set.of("Ed25519 with parameters@jdk"), test -> test.get());
        BackendRouter broken =
                new BackendRouter(Map.of("jdk", () -> Optional.of(jdk)), EngineOrder.measured(), failing);
        assertThat(broken.choose(Family.ED25519, false)).contains(jdk);
        assertThat(broken.choose(Family.ED25519, parameters, false)).isEmpty();
        assertThat(broken.candidates(Family.ED25519, parameters)).containsExactly(jdk);
        assertThat(broken.choose(Family.ED448, parameters, false)).contains(jdk);
        assertThat(broken.choose(Family.ED448, parameters, true)).isEmpty();
        assertThat(failing.results())
                .containsEntry("Ed448 with parameters@jdk", true)
                .containsEntry("Ed25519 with parameters@jdk", false);
    }
}
