package org.wardkey.provider.fips;

import org.wardkey.provider.operation.ServiceIndicator;
import org.wardkey.provider.operation.ServiceIndicator.Service;

/**
 * Runs services of the module: behind the guard, and noted when they complete.
 *
 * @param guard between the module and the gate
 * @param indicator what the module's services are noted in
 * @param approvedOnly whether the module lets nothing else through; otherwise nothing is noted
 */
record Services(Guard guard, ServiceIndicator indicator, boolean approvedOnly) {
    /** Runs the call that completes a service. */
    <T, E extends Exception> T complete(Service service, String what, Guard.Call<T, E> call) throws E {
        T answer = guard.call(what, call);
        if (approvedOnly) {
            indicator.note(service);
        }
        return answer;
    }
}
