package org.wardkey.provider.selftest;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.wardkey.provider.backend.BackendKey;
import org.wardkey.provider.backend.JdkProviders;
import org.wardkey.provider.backend.KeyBackend;
import org.wardkey.provider.backend.SignOperation;
import org.wardkey.provider.backend.VerifyOperation;
import org.wardkey.provider.operation.EdDsaParameters;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.secret.SecretBytes;

/** The known answers of EdDSA with a context string and with pre-hash. Source: RFC 8032 §7.2 to §7.5. */
final class EdwardsTests {
    private static final EdDSAParameterSpec CONTEXT = new EdDSAParameterSpec(false, new byte[] {'f', 'o', 'o'});
    private static final EdDSAParameterSpec PRE_HASH = new EdDSAParameterSpec(true);

    /** One of the RFC's answers. */
    private static final class Answer {
        private final KeyType type;
        private final EdDsaParameters parameters;
        private final byte[] privateKey;
        private final byte[] publicKey;
        private final byte[] message;
        private final byte[] signature;

        Answer(
                KeyType type,
                EdDSAParameterSpec parameters,
                String own,
                String shown,
                String message,
                String signature) {
            boolean ed448 = type == KeyType.ED448;
            this.type = type;
            this.parameters = EdDsaParameters.of(parameters);
            privateKey = hex((ed448 ? "3047020100300506032b6571043b0439" : "302e020100300506032b657004220420") + own);
            publicKey = hex((ed448 ? "3043300506032b6571033a00" : "302a300506032b6570032100") + shown);
            this.message = hex(message);
            this.signature = hex(signature);
        }

        private static byte[] hex(String digits) {
            return HexFormat.of().parseHex(digits);
        }

        boolean given(KeyBackend engine) throws GeneralSecurityException {
            byte[] made;
            try (SecretBytes material = SecretBytes.copyOf(privateKey);
                    BackendKey key = engine.adopt(type, type.algorithm(), material);
                    SignOperation sign = engine.openSign(key, Mechanism.of(type.family()), parameters)) {
                sign.update(message, 0, message.length);
                made = sign.sign();
            }
            byte[] other = message.clone();
            other[0] ^= 1;
            return MessageDigest.isEqual(made, signature) && verified(engine, message) && !verified(engine, other);
        }

        private boolean verified(KeyBackend engine, byte[] signed) throws GeneralSecurityException {
            BackendKey key = engine.plain(KeyFactory.getInstance(type.algorithm(), JdkProviders.SUN_EC.provider())
                    .generatePublic(new X509EncodedKeySpec(publicKey)));
            try (VerifyOperation verify = engine.openVerify(key, Mechanism.of(type.family()), parameters)) {
                verify.update(signed, 0, signed.length);
                return verify.verify(signature);
            }
        }
    }

    private static final Answer ED25519_CTX = new Answer(
            KeyType.ED25519,
            CONTEXT,
            "0305334e381af78f141cb666f6199f57bc3495335a256a95bd2a55bf546663f6",
            "dfc9425e4f968f7f0c29f0259cf5f9aed6851c2bb4ad8bfb860cfee0ab248292",
            "f726936d19c800494e3fdaff20b276a8",
            "55a4cc2f70a54e04288c5f4cd1e45a7bb520b36292911876cada7323198dd87a"
                    + "8b36950b95130022907a7fb7c4e9b2d5f6cca685a587b4b21f4b888e4e7edb0d");

    private static final Answer ED25519_PH = new Answer(
            KeyType.ED25519,
            PRE_HASH,
            "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
            "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            "616263",
            "98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae41"
                    + "31f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406");

    private static final Answer ED448_CTX = new Answer(
            KeyType.ED448,
            CONTEXT,
            "c4eab05d357007c632f3dbb48489924d552b08fe0c353a0d4a1f00acda2c463a"
                    + "fbea67c5e8d2877c5e3bc397a659949ef8021e954e0a12274e",
            "43ba28f430cdff456ae531545f7ecd0ac834a55d9358c0372bfa0c6c6798c086"
                    + "6aea01eb00742802b8438ea4cb82169c235160627b4c3a9480",
            "03",
            "d4f8f6131770dd46f40867d6fd5d5055de43541f8c5e35abbcd001b32a89f7d2"
                    + "151f7647f11d8ca2ae279fb842d607217fce6e042f6815ea000c85741de5c8da"
                    + "1144a6a1aba7f96de42505d7a7298524fda538fccbbb754f578c1cad10d54d0d"
                    + "5428407e85dcbc98a49155c13764e66c3c00");

    private static final Answer ED448_PH = new Answer(
            KeyType.ED448,
            PRE_HASH,
            "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42"
                    + "ef7822e0d5104127dc05d6dbefde69e3ab2cec7c867c6e2c49",
            "259b71c19f83ef77a7abd26524cbdb3161b590a48f7d17de3ee0ba9c52beb743"
                    + "c09428a131d6b1b57303d90d8132c276d5ed3d5d01c0f53880",
            "616263",
            "822f6901f7480f3d5f562c592994d9693602875614483256505600bbc281ae38"
                    + "1f54d6bce2ea911574932f52a4e6cadd78769375ec3ffd1b801a0d9b3f4030cd"
                    + "433964b6457ea39476511214f97469b57dd32dbc560a9a94d00bff07620464a3"
                    + "ad203df7dc7ce360c3cd3696d9d9fab90f00");

    private EdwardsTests() {}

    static boolean passes(KeyBackend engine, Family family) {
        try {
            return family == Family.ED448
                    ? ED448_CTX.given(engine) && ED448_PH.given(engine)
                    : ED25519_CTX.given(engine) && ED25519_PH.given(engine);
        } catch (GeneralSecurityException | RuntimeException e) {
            // Whatever an engine does instead of answering is a failed test.
            return false;
        }
    }
}
