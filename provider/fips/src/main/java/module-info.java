/** Bouncy Castle's validated module as an engine of the provider, in a class loader of its own. */
module org.wardkey.provider.fips {
    requires static transitive org.jspecify;
    requires org.wardkey.provider;

    provides org.wardkey.provider.backend.CryptographicModule with
            org.wardkey.provider.fips.BcFipsModule;
}
