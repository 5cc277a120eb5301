package org.wardkey.tpm2;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Names and meanings of TPM_RC. A table; longer than other files. Source: TPM 2.0 Part 2 §6.6.3. */
final class ResponseCodeNames {
    /** Code without numbers, name without {@code TPM_RC_}, meaning. */
    private static final String TABLE = """
            000|SUCCESS|done
            01E|BAD_TAG|a TPM 1.2 or another tag was expected
            081|ASYMMETRIC|the asymmetric algorithm is not supported or not right
            082|ATTRIBUTES|the attributes are inconsistent
            083|HASH|the hash algorithm is not supported or not right
            084|VALUE|the value is out of range or not right for the context
            085|HIERARCHY|the hierarchy is not enabled or not right
            087|KEY_SIZE|the key size is not supported
            088|MGF|the mask generation function is not supported
            089|MODE|the mode of operation is not supported
            08A|TYPE|the type is not right
            08B|HANDLE|the handle is not right
            08C|KDF|the key derivation function is not supported
            08D|RANGE|the value is out of range
            08E|AUTH_FAIL|the authorization is wrong; counted towards lockout
            08F|NONCE|the nonce is too short or not right
            090|PP|physical presence is needed
            092|SCHEME|the scheme is not supported or not right
            095|SIZE|the size is not right
            096|SYMMETRIC|the symmetric algorithm is not supported or not right
            097|TAG|the tag is not right
            098|SELECTOR|the selector of a union is not right
            09A|INSUFFICIENT|the bytes end too early
            09B|SIGNATURE|the signature is not valid
            09C|KEY|the key is not right for this
            09D|POLICY_FAIL|the policy check failed
            09F|INTEGRITY|the integrity check failed
            0A0|TICKET|the ticket is not valid
            0A1|RESERVED_BITS|reserved bits are set
            0A2|BAD_AUTH|the authorization is wrong; not counted
            0A3|EXPIRED|the policy has expired
            0A4|POLICY_CC|the policy is for another command
            0A5|BINDING|public and private part do not belong together
            0A6|CURVE|the curve is not supported
            0A7|ECC_POINT|the point is not on the curve
            100|INITIALIZE|TPM2_Startup is needed first
            101|FAILURE|the TPM is in failure mode
            103|SEQUENCE|improper use of a sequence
            10B|PRIVATE|private data not as expected
            119|HMAC|the object is no HMAC key
            120|DISABLED|the command is disabled
            121|EXCLUSIVE|the session is not exclusive any more
            124|AUTH_TYPE|a policy session is needed
            125|AUTH_MISSING|an authorization is missing
            126|POLICY|the policy is not met
            127|PCR|a PCR is not as asserted, or not readable
            128|PCR_CHANGED|PCRs changed since they were asserted
            12D|UPGRADE|the TPM is in field upgrade mode
            12E|TOO_MANY_CONTEXTS|the context counter is at its end
            12F|AUTH_UNAVAILABLE|this kind of authorization is not there for the object
            130|REBOOT|_TPM_Init is needed first
            131|UNBALANCED|hash and symmetric algorithm do not fit
            142|COMMAND_SIZE|the size of the command is not that of its bytes
            143|COMMAND_CODE|the TPM does not have the command
            144|AUTHSIZE|the size of the authorization area is wrong
            145|AUTH_CONTEXT|the command takes no authorization
            146|NV_RANGE|offset and size go past the NV index
            147|NV_SIZE|the allocation is larger than allowed
            148|NV_LOCKED|the NV index is locked
            149|NV_AUTHORIZATION|the NV index is not accessible with this authorization
            14A|NV_UNINITIALIZED|the NV index was never written
            14B|NV_SPACE|no space is left
            14C|NV_DEFINED|it exists already
            150|BAD_CONTEXT|the saved context is not valid
            151|CPHASH|the session is for another command
            152|PARENT|the parent is not a parent
            153|NEEDS_TEST|a function was not tested yet
            154|NO_RESULT|there is no result
            155|SENSITIVE|the sensitive area is not as expected
            901|CONTEXT_GAP|the gap between saved contexts is too large
            902|OBJECT_MEMORY|no slot for an object is free
            903|SESSION_MEMORY|no slot for a session is free
            904|MEMORY|no memory is left
            905|SESSION_HANDLES|no handle for a session is free
            906|OBJECT_HANDLES|no handle for an object is free
            907|LOCALITY|the locality is not right
            908|YIELDED|the TPM gave way; send it again
            909|CANCELED|the command was cancelled
            90A|TESTING|the TPM tests itself; send it again
            910|REFERENCE_H0|handle 1 names nothing that is loaded
            911|REFERENCE_H1|handle 2 names nothing that is loaded
            912|REFERENCE_H2|handle 3 names nothing that is loaded
            913|REFERENCE_H3|handle 4 names nothing that is loaded
            914|REFERENCE_H4|handle 5 names nothing that is loaded
            915|REFERENCE_H5|handle 6 names nothing that is loaded
            916|REFERENCE_H6|handle 7 names nothing that is loaded
            918|REFERENCE_S0|session 1 is not there
            919|REFERENCE_S1|session 2 is not there
            91A|REFERENCE_S2|session 3 is not there
            91B|REFERENCE_S3|session 4 is not there
            91C|REFERENCE_S4|session 5 is not there
            91D|REFERENCE_S5|session 6 is not there
            91E|REFERENCE_S6|session 7 is not there
            920|NV_RATE|NV memory is written too fast; send it again
            921|LOCKOUT|authorizations are refused for now: too many were wrong
            922|RETRY|the TPM could not start; send it again
            923|NV_UNAVAILABLE|NV memory cannot be written now
            """;

    private static final Map<Integer, String[]> ROWS = read();

    private ResponseCodeNames() {}

    static Optional<String> name(int base) {
        return Optional.ofNullable(ROWS.get(base)).map(row -> "TPM_RC_" + row[1]);
    }

    static Optional<String> meaning(int base) {
        return Optional.ofNullable(ROWS.get(base)).map(row -> row[2]);
    }

    private static Map<Integer, String[]> read() {
        Map<Integer, String[]> rows = new HashMap<>();
        TABLE.lines().map(line -> line.split("\\|")).forEach(row -> rows.put(Integer.parseInt(row[0], 16), row));
        return Map.copyOf(rows);
    }
}
