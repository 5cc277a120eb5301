package org.wardkey.provider.operation;

/**
 * The padding of an RSA operation.
 *
 * <p>Source: RFC 8017.
 */
public enum Padding {
    /** No padding scheme: not RSA. */
    NONE,
    /** RSASSA-PKCS1-v1_5. */
    PKCS1,
    /** RSASSA-PSS. */
    PSS,
    /** RSAES-OAEP. */
    OAEP
}
