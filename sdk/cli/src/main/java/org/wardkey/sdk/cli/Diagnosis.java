package org.wardkey.sdk.cli;

import java.util.List;
import java.util.OptionalInt;
import org.wardkey.provider.administration.Administration;

/**
 * What {@code wardkey doctor} found.
 *
 * @param jvm the JVM's version, vendor and home
 * @param providers the JVM's providers in order: name and version
 * @param position Wardkey's position among them, from 1; empty if it is not registered
 * @param nativeAccess what the JVM says about calling C functions
 * @param report what the provider is made of
 * @param home what an existing home says
 * @param jvms the other JVMs of this host
 * @param holes what takes protection away; empty if all is well
 */
record Diagnosis(
        String jvm,
        List<String> providers,
        OptionalInt position,
        String nativeAccess,
        Administration.Report report,
        HomeCondition home,
        List<HostJvm> jvms,
        List<Hole> holes) {
    Diagnosis {
        jvms = List.copyOf(jvms);
        providers = List.copyOf(providers);
        holes = List.copyOf(holes);
    }
}
