package org.wardkey.tpm2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TpmResponseCodeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0x000    | TPM_RC_SUCCESS: done, 0x000
                    0x100    | TPM_RC_INITIALIZE: TPM2_Startup is needed first, 0x100
                    0x126    | TPM_RC_POLICY: the policy is not met, 0x126
                    0x12F    | TPM_RC_AUTH_UNAVAILABLE: this kind of authorization is not there for the object, 0x12F
                    0x98E    | TPM_RC_AUTH_FAIL (session 1): the authorization is wrong; counted towards lockout, 0x98E
                    0x9A2    | TPM_RC_BAD_AUTH (session 1): the authorization is wrong; not counted, 0x9A2
                    0x99D    | TPM_RC_POLICY_FAIL (session 1): the policy check failed, 0x99D
                    0x9A3    | TPM_RC_EXPIRED (session 1): the policy has expired, 0x9A3
                    0x2DB    | TPM_RC_SIGNATURE (parameter 2): the signature is not valid, 0x2DB
                    0x5DB    | TPM_RC_SIGNATURE (parameter 5): the signature is not valid, 0x5DB
                    0xFC4    | TPM_RC_VALUE (parameter 15): the value is out of range or not right for the context, 0xFC4
                    0x18B    | TPM_RC_HANDLE (handle 1): the handle is not right, 0x18B
                    0x921    | TPM_RC_LOCKOUT: authorizations are refused for now: too many were wrong, 0x921
                    0x922    | TPM_RC_RETRY: the TPM could not start; send it again, 0x922
                    0x910    | TPM_RC_REFERENCE_H0: handle 1 names nothing that is loaded, 0x910
                    0x91A    | TPM_RC_REFERENCE_S2: session 3 is not there, 0x91A
                    0x501    | vendor code 0x501, 0x501
                    0xB0902  | TPM_RC_OBJECT_MEMORY: no slot for an object is free [from software layer 11], 0xB0902
                    """)
    void toString_everyFormat_saysNameSubjectAndMeaning(int code, String expected) {
        assertThat(new TpmResponseCode(code)).hasToString(expected);
    }

    @Test
    void retried_codes_areFour() {
        assertThat(java.util.stream.IntStream.range(0, 0x1000)
                        .filter(code -> new TpmResponseCode(code).isTransientCondition()))
                .containsExactly(0x908, 0x90A, 0x920, 0x922);
    }

    @Test
    void everyCode_hasANameAndText() {
        for (int code = 0; code < 0x1000; code++) {
            assertThat(new TpmResponseCode(code).name()).isNotBlank();
            assertThat(new TpmResponseCode(code).toString()).contains(String.format("0x%03X", code));
        }
    }
}
