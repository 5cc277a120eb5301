package org.wardkey.conformance;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The JDK's providers with one planted mistake. */
final class FaultyProvider extends Provider {
    private static final long serialVersionUID = 1L;

    private final transient Provider sound = ProviderGroup.jdk();
    private final transient Map<String, Supplier<Object>> broken;

    FaultyProvider(Fault fault) {
        super("Faulty", "1", fault.name());
        broken = switch (fault) {
            case ECDSA_VERIFY_ACCEPTS_EVERYTHING ->
                Map.of(
                        "Signature.SHA256withECDSA",
                        () -> new BrokenSignatures.AcceptsEverything("SHA256withECDSA", sound));
            case ED25519_ACCEPTS_MALLEABLE_SIGNATURES ->
                Map.of("Signature.Ed25519", () -> new BrokenSignatures.ReducesS(sound));
            case RSA_PKCS1_IGNORES_TRAILING_BYTES ->
                Map.of("Signature.SHA256withRSA", () -> new BrokenSignatures.LenientPadding(sound));
            case GCM_ACCEPTS_WRONG_TAGS ->
                Map.of("Cipher.AES/GCM/NoPadding", () -> new BrokenCiphers.Gcm(sound, 0, false));
            case GCM_COMPARES_PART_OF_THE_TAG ->
                Map.of("Cipher.AES/GCM/NoPadding", () -> new BrokenCiphers.Gcm(sound, 12, false));
            case GCM_RELEASES_PLAINTEXT_EARLY ->
                Map.of("Cipher.AES/GCM/NoPadding", () -> new BrokenCiphers.Gcm(sound, 16, true));
            case KEY_WRAP_IGNORES_INTEGRITY ->
                Map.of("Cipher.AES/KW/NoPadding", () -> new BrokenCiphers.KeyWrap(sound));
            case HMAC_CUTS_LONG_KEYS -> Map.of("Mac.HmacSHA256", () -> new BrokenMacs.CutsKey(sound));
            case HMAC_KEEPS_STATE_WHEN_REUSED -> Map.of("Mac.HmacSHA256", () -> new BrokenMacs.KeepsState(sound));
            case ECDH_ACCEPTS_POINTS_OFF_THE_CURVE -> Map.of("KeyAgreement.ECDH", BrokenAgreements.OffCurve::new);
            case X25519_GIVES_ZERO_SECRETS ->
                Map.of(
                        "KeyAgreement.X25519",
                        () -> new BrokenAgreements.ZeroSecret(sound),
                        "KeyAgreement.XDH",
                        () -> new BrokenAgreements.ZeroSecret(sound));
            case ECB_KEEPS_THE_KEY_OF_A_REUSED_OBJECT ->
                Map.of("Cipher.AES/ECB/NoPadding", () -> new BrokenModes.KeepsKey(sound));
            case CBC_CHAINS_ACROSS_MESSAGES -> Map.of("Cipher.AES/CBC/NoPadding", () -> new BrokenModes.Chains(sound));
            case CBC_IGNORES_PADDING -> Map.of("Cipher.AES/CBC/PKCS5Padding", () -> new BrokenModes.LenientCbc(sound));
            case CTR_DOES_NOT_CARRY -> Map.of("Cipher.AES/CTR/NoPadding", () -> new BrokenModes.ShortCounter(sound));
            case CCM_ACCEPTS_WRONG_TAGS -> Map.of("Cipher.AES/CCM/NoPadding", () -> new BrokenModes.Ccm(sound));
            case XTS_KEEPS_THE_TWEAK -> Map.of("Cipher.AES/XTS/NoPadding", () -> new BrokenModes.Xts(sound, true));
            case CMAC_USES_ONE_SUBKEY -> Map.of("Mac.AESCMAC", () -> new BrokenMacs.OneSubkey("AES", 16, sound));
            case GMAC_IGNORES_THE_IV -> Map.of("Mac.AESGMAC", () -> new BrokenMacs.ZeroIv(sound));
            case CHACHA20_POLY1305_ACCEPTS_WRONG_TAGS ->
                Map.of("Cipher.ChaCha20-Poly1305", () -> new BrokenModes.ChaCha(sound));
            case TDES_IGNORES_THE_THIRD_KEY ->
                Map.of("Cipher.DESede/CBC/NoPadding", () -> new BrokenLegacy.TwoKeys("DESede/CBC/NoPadding", sound));
            case DSA_VERIFY_ACCEPTS_EVERYTHING ->
                Map.of("Signature.SHA256withDSA", () -> new BrokenSignatures.AcceptsEverything("SHA256withDSA", sound));
            case DSA_SIGNATURES_ARE_WRONG -> Map.of("Signature.SHA256withDSA", () -> new BrokenLegacy.FlipsABit(sound));
            case DH_DROPS_LEADING_ZEROS ->
                Map.of("KeyAgreement.DiffieHellman", () -> new BrokenLegacy.DropsZeros(sound));
            case XDH_KEY_PAIR_DOES_NOT_MATCH ->
                Map.of("KeyPairGenerator.X25519", () -> new BrokenKeys.TwoPairs("X25519", sound));
            case EC_KEY_PAIR_DOES_NOT_MATCH ->
                Map.of("KeyPairGenerator.EC", () -> new BrokenKeys.TwoPairs("EC", sound));
            case DH_KEY_PAIR_DOES_NOT_MATCH ->
                Map.of("KeyPairGenerator.DiffieHellman", () -> new BrokenKeys.TwoPairs("DiffieHellman", sound));
            case DSA_VERIFY_TAKES_ANOTHER_DOMAIN ->
                Map.of("Signature.SHA256withDSA", () -> new BrokenLegacy.OtherDomain(sound));
            case DSA_KEYS_HAVE_ANOTHER_DOMAIN -> Map.of("KeyPairGenerator.DSA", () -> new BrokenKeys.OwnDomain(sound));
            case TDES_ECB_IGNORES_THE_THIRD_KEY ->
                Map.of("Cipher.DESede/ECB/NoPadding", () -> new BrokenLegacy.TwoKeys("DESede/ECB/NoPadding", sound));
            case TDES_CFB64_FEEDS_BACK_BYTES ->
                Map.of("Cipher.DESede/CFB/NoPadding", () -> new BrokenLegacy.OtherMode("DESede/CFB8/NoPadding", sound));
            case TDES_OFB_IS_CFB ->
                Map.of("Cipher.DESede/OFB/NoPadding", () -> new BrokenLegacy.OtherMode("DESede/CFB/NoPadding", sound));
            case TDES_CMAC_USES_ONE_SUBKEY ->
                Map.of("Mac." + AcvpFamilies.TDES_CMAC, () -> new BrokenMacs.OneSubkey("DESede", 8, sound));
            case RSA_OAEP_MASKS_WITH_SHA1 ->
                Map.of("Cipher.RSA/ECB/OAEPPadding", () -> new BrokenLegacy.Sha1Mask(sound));
            case RSA_SECRET_DROPS_LEADING_ZEROS ->
                Map.of("Cipher.RSA/ECB/NoPadding", () -> new BrokenLegacy.RsaNumber(sound));
            case KMAC_IS_HMAC -> Map.of("Mac.KMAC128", () -> new BrokenMacs.Plain(sound));
            case PATH_BUILDER_IGNORES_REVOCATION ->
                Map.of("CertPathBuilder.PKIX", () -> new BrokenPaths.IgnoresRevocation(sound));
            case PATH_VALIDATOR_ACCEPTS_EVERYTHING ->
                Map.of("CertPathValidator.PKIX", BrokenPaths.AcceptsEverything::new);
            case SHA_DROPS_ALL_BUT_THE_LAST_UPDATE ->
                Map.of("MessageDigest.SHA-256", () -> new BrokenMacs.LastUpdateOnly(sound));
        };
    }

    @Override
    public @Nullable Service getService(String type, String algorithm) {
        Supplier<Object> factory = broken.get(type + "." + algorithm);
        return factory == null ? sound.getService(type, algorithm) : new BrokenService(this, type, algorithm, factory);
    }

    private static final class BrokenService extends Service {
        private final Supplier<Object> factory;

        BrokenService(Provider provider, String type, String algorithm, Supplier<Object> factory) {
            super(provider, type, algorithm, "broken", null, null);
            this.factory = factory;
        }

        @Override
        public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
            return factory.get();
        }
    }
}
