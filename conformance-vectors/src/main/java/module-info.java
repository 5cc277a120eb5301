/** Runs published test vectors against any Java security provider. */
module org.wardkey.conformance {
    requires com.fasterxml.jackson.core;
    requires java.net.http;
    requires static java.management;
    requires static jdk.management;
    requires static transitive org.jspecify;

    exports org.wardkey.conformance;
    exports org.wardkey.conformance.cli;

    uses java.security.Provider;
}
