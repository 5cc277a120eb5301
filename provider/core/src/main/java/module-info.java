/** The security provider Wardkey. */
module org.wardkey.provider {
    requires static transitive org.jspecify;
    requires org.wardkey.nativebridge;
    requires java.sql;
    requires static java.management;
    requires typesafe.config;
    requires org.xerial.sqlitejdbc;

    exports org.wardkey.provider;
    exports org.wardkey.provider.operation;
    exports org.wardkey.provider.policy;
    exports org.wardkey.provider.audit;
    exports org.wardkey.provider.administration;
    exports org.wardkey.provider.backend to
            org.wardkey.provider.fips;
    exports org.wardkey.provider.secret to
            org.wardkey.provider.fips;

    uses org.wardkey.provider.backend.CryptographicModule;

    provides java.security.Provider with
            org.wardkey.provider.WardkeyProvider;
}
