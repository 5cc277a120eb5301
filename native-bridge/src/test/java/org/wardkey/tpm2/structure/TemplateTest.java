package org.wardkey.tpm2.structure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
}
