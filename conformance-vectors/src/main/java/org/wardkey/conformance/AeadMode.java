package org.wardkey.conformance;

import java.security.spec.AlgorithmParameterSpec;
import java.util.Optional;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/** How the JCA calls an authenticated cipher. */
enum AeadMode {
    GCM("AES-GCM", "AES/GCM/NoPadding", "AES"),
    CCM("AES-CCM", "AES/CCM/NoPadding", "AES"),
    GCM_SIV("AES-GCM-SIV", "AES/GCM-SIV/NoPadding", "AES"),
    CHACHA20_POLY1305("ChaCha20-Poly1305", "ChaCha20-Poly1305", "ChaCha20");

    private final String family;
    private final String transformation;
    private final String keyAlgorithm;

    AeadMode(String family, String transformation, String keyAlgorithm) {
        this.family = family;
        this.transformation = transformation;
        this.keyAlgorithm = keyAlgorithm;
    }

    String family() {
        return family;
    }

    String transformation() {
        return transformation;
    }

    String keyAlgorithm() {
        return keyAlgorithm;
    }

    AlgorithmParameterSpec parameters(int tagBits, byte[] iv) {
        return this == CHACHA20_POLY1305 ? new IvParameterSpec(iv) : new GCMParameterSpec(tagBits, iv);
    }

    /** Why a test is outside; the length of the IV counts for valid tests only, invalid ones are there to be refused. */
    Optional<Verdict> outside(Question question, int keyBits, int tagBits, int ivBits, boolean valid) {
        Capability capability = question.capability();
        boolean gcm = this == GCM;
        return Question.firstOutside(
                question.subject().missing("Cipher", transformation),
                keyAlgorithm.equals("AES") ? capability.outsideAesKey(keyBits) : Optional.empty(),
                gcm ? capability.outsideGcmTag(tagBits) : Optional.empty(),
                this == CCM ? capability.outsideCcmTag(tagBits) : Optional.empty(),
                gcm && valid ? capability.outsideGcmIv(ivBits) : Optional.empty());
    }
}
