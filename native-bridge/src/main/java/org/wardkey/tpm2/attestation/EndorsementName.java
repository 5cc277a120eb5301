package org.wardkey.tpm2.attestation;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wardkey.tpm2.structure.TpmFormatException;

/**
 * The TCG's attributes in the subject alternative name of an endorsement certificate: a directoryName, of one relative name with three
 * attributes or of three with one. Source: TCG EK Credential Profile for TPM Family 2.0, "Subject Alternative Name".
 *
 * @param manufacturer tpmManufacturer, 2.23.133.2.1
 * @param model tpmModel, 2.23.133.2.2
 * @param version tpmVersion, 2.23.133.2.3
 */
record EndorsementName(String manufacturer, String model, String version) {
    /** Subject alternative name. */
    static final String OID = "2.5.29.17";

    private static final int DIRECTORY_NAME = 0xA4;
    private static final int LONGEST_TEXT = 255;
    private static final List<Integer> TEXTS = List.of(0x0C, 0x13, 0x16); // UTF8String, PrintableString, IA5String
    private static final String MANUFACTURER = "6781050201";
    private static final String MODEL = "6781050202";
    private static final String VERSION = "6781050203";

    static EndorsementName of(X509Certificate certificate) throws AttestationException {
        byte[] extension = certificate.getExtensionValue(OID);
        if (extension == null) {
            throw new AttestationException(
                    "endorsement certificate: expected a subject alternative name with the TPM's manufacturer,"
                            + " model and version, got none");
        }
        try {
            Map<String, String> attributes = attributes(extension);
            return new EndorsementName(
                    one(attributes, MANUFACTURER, "tpmManufacturer"),
                    one(attributes, MODEL, "tpmModel"),
                    one(attributes, VERSION, "tpmVersion"));
        } catch (TpmFormatException e) {
            throw new AttestationException(
                    "endorsement certificate: expected a subject alternative name: " + e.getMessage(), e);
        }
    }

    private static String one(Map<String, String> attributes, String oid, String name) throws AttestationException {
        String text = attributes.get(oid);
        if (text == null) {
            throw new AttestationException("endorsement certificate: expected " + name
                    + " in the subject alternative name, got a name without");
        }
        return text;
    }

    private static Map<String, String> attributes(byte[] extension) {
        Map<String, String> attributes = new LinkedHashMap<>();
        byte[] names = Der.only(extension, Der.OCTET_STRING).content();
        for (Der name : Der.only(names, Der.SEQUENCE).elements()) {
            if (name.tag() == DIRECTORY_NAME) {
                for (Der relative : Der.only(name.content(), Der.SEQUENCE).elements()) {
                    relative.require(Der.SET).elements().forEach(attribute -> add(attribute, attributes));
                }
            }
        }
        return attributes;
    }

    private static void add(Der attribute, Map<String, String> attributes) {
        List<Der> pair = attribute.require(Der.SEQUENCE).elements();
        if (pair.size() != 2) {
            throw new TpmFormatException("attribute: expected a type and a value, got " + pair.size() + " elements");
        }
        String oid = HexFormat.of()
                .formatHex(pair.get(0).require(Der.OBJECT_IDENTIFIER).content());
        if (List.of(MANUFACTURER, MODEL, VERSION).contains(oid) && attributes.put(oid, text(pair.get(1))) != null) {
            throw new TpmFormatException("TCG attributes: expected each once, got one twice");
        }
    }

    /** The manufacturer's words end in inventories and logs: printable ASCII, or none. */
    private static String text(Der value) {
        byte[] octets = value.content();
        boolean printable = octets.length > 0 && octets.length <= LONGEST_TEXT;
        for (byte octet : octets) {
            printable &= octet >= ' ' && octet <= '~';
        }
        if (!TEXTS.contains(value.tag()) || !printable) {
            throw new TpmFormatException("TCG attribute: expected up to " + LONGEST_TEXT
                    + " printable ASCII characters, got " + octets.length + " bytes of another kind");
        }
        return new String(octets, StandardCharsets.US_ASCII);
    }
}
