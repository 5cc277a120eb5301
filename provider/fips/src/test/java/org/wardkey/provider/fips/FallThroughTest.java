package org.wardkey.provider.fips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.WardkeyProvider;
import org.wardkey.provider.operation.PolicyDeniedException;

/** Nobody names a provider, Wardkey is the first, and what the module refuses is not served by those behind. */
class FallThroughTest {
    @TempDir
    private Path folder;

    private WardkeyProvider wardkey;

    @BeforeEach
    void first() {
        wardkey = ApprovedProvider.in(folder);
        Security.insertProviderAt(wardkey, 1);
    }

    @AfterEach
    void remove() {
        Security.removeProvider(wardkey.getName());
    }

    private static KeyPair rsa() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "SunRsaSign");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    /** With a modulus that is even, which no module takes. */
    @Test
    void signature_keyThatTheModuleRejects_isRefusedAtCompletion() throws Exception {
        RSAPrivateCrtKey good = (RSAPrivateCrtKey) rsa().getPrivate();
        BigInteger even = good.getModulus().clearBit(0);
        KeyFactory factory = KeyFactory.getInstance("RSA", "SunRsaSign");
        PublicKey publicKey = factory.generatePublic(new RSAPublicKeySpec(even, good.getPublicExponent()));
        PrivateKey privateKey = factory.generatePrivate(new RSAPrivateCrtKeySpec(
                even,
                good.getPublicExponent(),
                good.getPrivateExponent(),
                good.getPrimeP(),
                good.getPrimeQ(),
                good.getPrimeExponentP(),
                good.getPrimeExponentQ(),
                good.getCrtCoefficient()));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(privateKey);
        assertThat(signature.getProvider()).isEqualTo(wardkey);
        assertThatThrownBy(signature::sign)
                .isInstanceOf(SignatureException.class)
                .hasMessageContaining("WK-M002");
        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(publicKey);
        assertThat(verifier.getProvider()).isEqualTo(wardkey);
        assertThatThrownBy(() -> verifier.verify(new byte[256]))
                .isInstanceOf(SignatureException.class)
                .hasMessageContaining("WK-M002");
    }

    @Test
    void pss_hashFunctionsThatNobodyServes_areRefusedAtCompletion() throws Exception {
        for (String digest : new String[] {"SHA-1", "SHA3-256"}) {
            Signature signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), 20, 1));
            signature.initSign(rsa().getPrivate());
            signature.update(new byte[3]);
            assertThat(signature.getProvider()).as(digest).isEqualTo(wardkey);
            assertThatThrownBy(signature::sign)
                    .isInstanceOf(SignatureException.class)
                    .hasMessageContaining("WK-M002");
        }
    }

    @Test
    void keyWrap_initialValue_isRefusedAtCompletion() throws Exception {
        SecretKey key = new SecretKeySpec(new byte[16], "AES");
        Cipher cipher = Cipher.getInstance("AES/KW/NoPadding");
        cipher.init(Cipher.WRAP_MODE, key, new IvParameterSpec(new byte[8]));
        assertThat(cipher.getProvider()).isEqualTo(wardkey);
        assertThatThrownBy(() -> cipher.wrap(key)).isInstanceOf(Exception.class).hasMessageContaining("WK-M002");
    }

    @Test
    void keyPairGenerator_parametersThatTheModuleHasNot_makeNoPair() throws Exception {
        KeyPairGenerator exponent = KeyPairGenerator.getInstance("RSA", wardkey);
        exponent.initialize(new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F0));
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC", wardkey);
        curve.initialize(new ECGenParameterSpec("secp256k1"));
        for (KeyPairGenerator generator : new KeyPairGenerator[] {exponent, curve}) {
            assertThatThrownBy(generator::generateKeyPair)
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("WK-M002");
        }
        exponent.initialize(2048);
        assertThat(exponent.generateKeyPair().getPublic().getAlgorithm()).isEqualTo("RSA");
    }

    @Test
    void keyGenerator_moduleMissing_makesARefusedKey() throws Exception {
        Security.removeProvider(wardkey.getName());
        Path other = Files.createDirectory(folder.resolve("other"));
        wardkey = ApprovedProvider.with(other, "mode = fips\n  fips { module = missing.jar }");
        Security.insertProviderAt(wardkey, 1);
        KeyGenerator generator = KeyGenerator.getInstance("AES");
        generator.init(256, SecureRandom.getInstance("NativePRNG"));
        SecretKey key = generator.generateKey();
        assertThat(generator.getProvider()).isEqualTo(wardkey);
        assertThat(key.getEncoded()).isNull();
    }

    private SecretKey derived(String name, String password, int bits) throws Exception {
        SecretKeyFactory factory = SecretKeyFactory.getInstance(name);
        SecretKey key = factory.generateSecret(new PBEKeySpec(password.toCharArray(), new byte[16], 10_000, bits));
        assertThat(factory.getProvider()).isEqualTo(wardkey);
        return key;
    }

    @Test
    void pbkdf2_shortPasswords_areNotTakenForTheSame() throws Exception {
        SecretKey right = derived("PBKDF2WithHmacSHA256", "correct", 256);
        SecretKey wrong = derived("PBKDF2WithHmacSHA256", "wrong", 256);
        assertThat(right).isNotEqualTo(wrong);
        assertThatThrownBy(() -> MessageDigest.isEqual(right.getEncoded(), wrong.getEncoded()))
                .isInstanceOf(PolicyDeniedException.class)
                .hasMessageContaining("WK-M002")
                .hasMessageNotContaining("correct");
    }
}
