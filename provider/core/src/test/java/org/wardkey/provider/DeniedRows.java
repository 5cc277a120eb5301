package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.KEM;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.wardkey.provider.Refusals.Attempt;
import org.wardkey.provider.operation.PolicyDeniedException;
import org.wardkey.provider.operation.PolicyDeniedInvalidKeyException;
import org.wardkey.provider.operation.PolicyDeniedSignatureException;
import org.wardkey.provider.operation.Purpose;

/** Goes over the rows of the table, with the provider named and not, and sees that each refuses a key that is denied. */
final class DeniedRows {
    /** Whole blocks, and as long as a digest of SHA-256. */
    static final byte[] DATA = "32 bytes of data, 32 bytes of it".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final Provider provider;
    private final Denial denial;
    private final DeniedKeys keys;
    private final Optional<DeniedKeys> others;
    private final Set<String> pairs;
    private final DeniedMakers makers;

    /**
     * What all of them meet.
     *
     * @param code a pattern of what is in the message, or in that of a cause
     * @param byPolicy whether the gate says it, with exceptions of its own, and no engine or store
     * @param readable whether key stores can still be read
     */
    record Denial(String code, boolean byPolicy, boolean readable) {
        /** Refused, and if by policy with an exception of all these types. */
        void refuses(Attempt attempt, Class<?>... types) {
            Refusals.refused(code, attempt, byPolicy ? types : new Class<?>[0]);
        }
    }

    /**
     * Goes over the rows of a provider.
     *
     * @param keys which are denied
     * @param others which are not; empty if all are
     * @param pairs the algorithms that its token has pairs of; every other refuses to make one
     */
    DeniedRows(Provider provider, Denial denial, DeniedKeys keys, Optional<DeniedKeys> others, Set<String> pairs) {
        this.provider = provider;
        this.denial = denial;
        this.keys = keys;
        this.others = others;
        this.pairs = pairs;
        this.makers = new DeniedMakers(provider, denial, keys, pairs);
    }

    /** Whoever asks for the row refuses: by the provider's name, and whoever answers first. */
    void check(Provider.Service row) throws Exception {
        for (Optional<Provider> pin : List.of(Optional.of(provider), Optional.<Provider>empty())) {
            check(row.getType(), row.getAlgorithm(), pin);
        }
    }

    private void check(String type, String name, Optional<Provider> pin) throws Exception {
        if (name.contains("MLKEM")) {
            makers.hybrid(type, name, pin);
            return;
        }
        if (name.equals("HSS/LMS")) {
            verifiedOnly(type, name, pin);
            return;
        }
        switch (type) {
            case "Signature" -> signature(name, pin);
            case "Cipher" -> cipher(name, pin);
            case "Mac" -> mac(name, pin);
            case "KeyAgreement" -> agreement(name, pin);
            case "KEM" -> kem(name, pin);
            default -> makers.check(type, name, pin);
        }
    }

    /** What a pair is for. */
    static Purpose purpose(String pairs) {
        if (pairs.startsWith("ML-KEM")) {
            return Purpose.DECAPSULATE;
        }
        return pairs.startsWith("X") ? Purpose.AGREE : Purpose.SIGN;
    }

    private void signature(String name, Optional<Provider> pin) throws Exception {
        String algorithm = name.contains("ECDSA") ? "EC" : name.contains("RSA") ? "RSA" : name;
        Signature signature = pin.isPresent() ? Signature.getInstance(name, pin.get()) : Signature.getInstance(name);
        if (!pairs.contains(algorithm)) {
            PrivateKey another = keys.pair("EC", Purpose.SIGN).getPrivate();
            assertThatThrownBy(() -> signature.initSign(another)).isInstanceOf(InvalidKeyException.class);
            return;
        }
        PrivateKey key = keys.pair(algorithm, Purpose.SIGN).getPrivate();
        if (name.equals("RSASSA-PSS")) {
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        for (int reuse = 0; reuse < 2; reuse++) {
            if (others.isPresent()) {
                // What was begun with a key that may go on gives nothing to the one that may not.
                signature.initSign(others.get().pair(algorithm, Purpose.SIGN).getPrivate());
                signature.update(DATA);
            }
            signature.initSign(key);
            signature.update(DATA);
            refusesToSign(signature);
            if (name.startsWith("NONEwithECDSA")) {
                // Nothing at all is no digest, whatever the policy says.
                signature.update(DATA);
            }
            refusesToSign(signature);
        }
        assertThat(signature.getProvider().getName()).isEqualTo(provider.getName());
    }

    private void refusesToSign(Signature signature) {
        denial.refuses(signature::sign, PolicyDeniedSignatureException.class, SignatureException.class);
    }

    private void cipher(String name, Optional<Provider> pin) throws Exception {
        Cipher cipher = pin.isPresent() ? Cipher.getInstance(name, pin.get()) : Cipher.getInstance(name);
        if (name.startsWith("RSA")) {
            KeyPair pair = keys.pair("RSA", Purpose.DECRYPT, Purpose.UNWRAP);
            AlgorithmParameterSpec parameters = oaep(name);
            Cipher encryption = Cipher.getInstance(name, provider);
            encryption.init(Cipher.ENCRYPT_MODE, pair.getPublic(), parameters);
            byte[] encrypted = encryption.doFinal(DATA);
            cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate(), parameters);
            refuses(() -> cipher.doFinal(encrypted));
            cipher.init(Cipher.UNWRAP_MODE, pair.getPrivate(), parameters);
            refusesKey(() -> cipher.unwrap(encrypted, "AES", Cipher.SECRET_KEY).getEncoded());
            return;
        }
        SecretKey key = keys.ofCipher(name);
        SecretKey target = new SecretKeySpec(new byte[32], "AES");
        if (others.isPresent() && !name.contains("/KW")) {
            cipher.init(Cipher.ENCRYPT_MODE, others.get().ofCipher(name), parameters(name, 3));
        }
        cipher.init(Cipher.ENCRYPT_MODE, key, parameters(name, 0));
        refuses(() -> cipher.doFinal(DATA));
        cipher.init(Cipher.DECRYPT_MODE, key, parameters(name, 0));
        refuses(() -> cipher.doFinal(new byte[32]));
        cipher.init(Cipher.WRAP_MODE, key, parameters(name, 1));
        refusesKey(() -> cipher.wrap(target));
        cipher.init(Cipher.UNWRAP_MODE, key, parameters(name, 0));
        refusesKey(() -> cipher.unwrap(new byte[48], "AES", Cipher.SECRET_KEY).getEncoded());
        if (!name.contains("/KW")) {
            cipher.init(Cipher.ENCRYPT_MODE, key, parameters(name, 2));
            refuses(() -> cipher.update(DATA));
        }
    }

    /** One hash function for all, where the name leaves it open: a TPM has no other. */
    private static @Nullable AlgorithmParameterSpec oaep(String name) {
        return name.contains("SHA-1") || !name.contains("OAEP")
                ? null
                : new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
    }

    /** What a cipher wants besides the key; another for another number. */
    private static @Nullable AlgorithmParameterSpec parameters(String name, int number) {
        if (name.contains("GCM") || name.contains("CCM")) {
            return new GCMParameterSpec(128, new byte[] {(byte) number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        }
        boolean none = name.contains("/KW") || name.contains("ECB") || name.equals("AES");
        return none
                ? null
                : new IvParameterSpec(Arrays.copyOf(new byte[] {(byte) number}, name.startsWith("AES") ? 16 : 12));
    }

    private void mac(String name, Optional<Provider> pin) throws Exception {
        String algorithm = name.startsWith("AES") ? "AES" : name;
        SecretKey key = keys.secret(algorithm, Purpose.MAC);
        Mac mac = pin.isPresent() ? Mac.getInstance(name, pin.get()) : Mac.getInstance(name);
        boolean once = name.equals("AESGMAC");
        if (others.isPresent()) {
            mac.init(others.get().secret(algorithm, Purpose.MAC), once ? new IvParameterSpec(new byte[] {3}) : null);
            mac.update(DATA);
        }
        mac.init(key, once ? new IvParameterSpec(new byte[] {1}) : null);
        mac.update(DATA);
        Optional<Mac> copy = copy(mac);
        refuses(mac::doFinal);
        if (copy.isPresent()) {
            refuses(copy.get()::doFinal);
        }
        if (once) {
            mac.init(key, new IvParameterSpec(new byte[] {2}));
        }
        refuses(() -> mac.doFinal(DATA));
        assertThat(mac.getProvider().getName()).isEqualTo(provider.getName());
    }

    private static Optional<Mac> copy(Mac mac) {
        try {
            return Optional.of((Mac) mac.clone());
        } catch (CloneNotSupportedException e) {
            return Optional.empty();
        }
    }

    private void agreement(String name, Optional<Provider> pin) throws Exception {
        String algorithm = name.equals("ECDH") ? "EC" : name;
        KeyAgreement agreement =
                pin.isPresent() ? KeyAgreement.getInstance(name, pin.get()) : KeyAgreement.getInstance(name);
        if (!pairs.contains(algorithm)) {
            PrivateKey another = keys.pair("EC", Purpose.AGREE).getPrivate();
            assertThatThrownBy(() -> agreement.init(another)).isInstanceOf(InvalidKeyException.class);
            return;
        }
        KeyPair pair = keys.pair(algorithm, Purpose.AGREE);
        agreement.init(pair.getPrivate());
        agreement.doPhase(pair.getPublic(), true);
        refuses(agreement::generateSecret);
        agreement.doPhase(pair.getPublic(), true);
        refuses(() -> agreement.generateSecret("TlsPremasterSecret").getEncoded());
    }

    private void kem(String name, Optional<Provider> pin) throws Exception {
        boolean lattice = name.startsWith("ML-KEM");
        KEM kem = pin.isPresent() ? KEM.getInstance(name, pin.get()) : KEM.getInstance(name);
        if (lattice && !pairs.contains(name)) {
            PrivateKey another = keys.pair("EC", Purpose.AGREE).getPrivate();
            assertThatThrownBy(() -> kem.newDecapsulator(another)).isInstanceOf(InvalidKeyException.class);
            return;
        }
        KeyPair pair = keys.pair(lattice ? name : "EC", lattice ? Purpose.DECAPSULATE : Purpose.AGREE);
        byte[] encapsulation =
                kem.newEncapsulator(pair.getPublic()).encapsulate().encapsulation();
        KEM.Decapsulator decapsulator = kem.newDecapsulator(pair.getPrivate());
        refuses(() -> decapsulator.decapsulate(encapsulation).getEncoded());
        refuses(() -> decapsulator.decapsulate(encapsulation, 0, 16, "AES").getEncoded());
        assertThat(decapsulator.providerName()).isEqualTo(provider.getName());
    }

    /** There are no managed keys of it, and no key of another kind gets in. */
    private void verifiedOnly(String type, String name, Optional<Provider> pin) throws Exception {
        KeyPair managed = keys.pair("EC", Purpose.SIGN);
        if (type.equals("KeyFactory")) {
            KeyFactory factory =
                    pin.isPresent() ? KeyFactory.getInstance(name, pin.get()) : KeyFactory.getInstance(name);
            assertThat(factory.translateKey(managed.getPrivate()).getEncoded()).isNull();
            return;
        }
        Signature signature = pin.isPresent() ? Signature.getInstance(name, pin.get()) : Signature.getInstance(name);
        assertThatThrownBy(() -> signature.initSign(managed.getPrivate())).isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> signature.initVerify(managed.getPublic())).isInstanceOf(InvalidKeyException.class);
    }

    private void refuses(Attempt attempt) {
        denial.refuses(attempt, PolicyDeniedException.class);
    }

    private void refusesKey(Attempt attempt) {
        denial.refuses(attempt, PolicyDeniedInvalidKeyException.class, InvalidKeyException.class);
    }
}
