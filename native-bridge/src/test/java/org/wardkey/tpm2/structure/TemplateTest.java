package org.wardkey.tpm2.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.wardkey.tpm2.policy.PolicyDigest;

/** Whether a TPM made what it was asked for. */
class TemplateTest {
    private static Public rsa(int keyBits, int exponent, byte[] modulus) {
        return new Public(
                HashAlgorithm.SHA256,
                Template.rsaSigning(keyBits).attributes(),
                new byte[0],
                new PublicArea.Rsa(Symmetric.NULL, Scheme.NULL, keyBits, exponent, modulus));
    }

    private static byte[] odd(int sizeBytes) {
        byte[] modulus = new byte[sizeBytes];
        modulus[0] = (byte) 0x80;
        modulus[sizeBytes - 1] = 1;
        return modulus;
    }

    @Test
    void isFrom_sameButUnique_isTrue() {
        EccPoint point = new EccPoint(odd(32), odd(32));
        Public made = new Public(
                HashAlgorithm.SHA256,
                Template.ecdsa(Curve.P256).attributes(),
                new byte[0],
                new PublicArea.Ecc(Symmetric.NULL, Scheme.NULL, Curve.P256, Scheme.NULL, point));
        assertThat(made.isFrom(Template.ecdsa(Curve.P256))).isTrue();
        assertThat(rsa(2048, 0, odd(256)).isFrom(Template.rsaSigning(2048))).isTrue();
        assertThat(rsa(2048, 65537, odd(256)).isFrom(Template.rsaSigning(2048))).isTrue();
    }

    @Test
    void isFrom_another_isFalse() {
        Public made = Template.ecdsa(Curve.P256);
        assertThat(made.isFrom(Template.ecdsa(Curve.P384))).isFalse();
        assertThat(made.isFrom(Template.ecdh(Curve.P256))).isFalse();
        assertThat(made.isFrom(Template.attestationP256())).isFalse();
        assertThat(made.isFrom(Template.ecdsa(Curve.P256).withPolicy(new byte[32])))
                .isFalse();
        Attributes leaving = made.attributes().without(Attributes.FIXED_TPM | Attributes.FIXED_PARENT);
        assertThat(made.withAttributes(leaving).isFrom(made)).isFalse();
        assertThat(rsa(3072, 0, odd(384)).isFrom(Template.rsaSigning(2048))).isFalse();
        assertThat(rsa(2048, 3, odd(256)).isFrom(Template.rsaSigning(2048))).isFalse();
        assertThat(rsa(2048, 0, odd(128)).isFrom(Template.rsaSigning(2048))).isFalse();
    }

    /** PolicyB of the endorsement keys is PolicyOR of PolicySecret(TPM_RH_ENDORSEMENT) and of what a PolicyAuthorizeNV (PolicyC) leaves. */
    @Test
    void endorsementPolicies_computed_areThoseOfTheProfile() {
        Name endorsement = Name.of(Handle.ENDORSEMENT);
        PolicyDigest low = PolicyDigest.start(HashAlgorithm.SHA256).secret(endorsement, new byte[0]);
        assertThat(Template.ekRsa2048().authPolicy()).isEqualTo(low.digest());
        assertThat(Template.ekP256().authPolicy()).isEqualTo(low.digest());
        byte[] sha256 = or(
                HashAlgorithm.SHA256, low.digest(), "3767e2edd43ff45a3a7e1eaefcef78643dca964632e7aad82c673a30d8633fde");
        assertThat(Template.ekRsa2048High().authPolicy()).isEqualTo(sha256);
        assertThat(Template.ekP256High().authPolicy()).isEqualTo(sha256);
        PolicyDigest high = PolicyDigest.start(HashAlgorithm.SHA512).secret(endorsement, new byte[0]);
        assertThat(Template.ekP521().authPolicy())
                .isEqualTo(or(
                        HashAlgorithm.SHA512,
                        high.digest(),
                        "589ee1e146544716e8deafe6db247b01b81e9f9c7dd16b814aa159138749105f"
                                + "ba5388dd1dea702f35240c184933121e2c61b8f50d3ef91393a49a38c3f73fc8"));
    }

    private static byte[] or(HashAlgorithm hash, byte[] first, String second) {
        byte[] start = new byte[hash.sizeBytes()];
        byte[] code = {0, 0, 0x01, 0x71};
        return hash.digest(start, code, first, HexFormat.of().parseHex(second));
    }
}
