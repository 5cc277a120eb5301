/*
 * What a C program gets of a TPM through ESYS of tpm2-tss, for TpmBenchmark: the median nanoseconds of each operation.
 *
 *   cc -O2 -o esys esys.c -ltss2-esys -ltss2-tctildr
 *   ./esys TCTI STORAGE-KEY SIGNING-KEY WARM-UP COUNT     (handles in hexadecimal, of persistent keys)
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <tss2/tss2_esys.h>
#include <tss2/tss2_tctildr.h>

static ESYS_CONTEXT *esys;
static ESYS_TR key;
static ESYS_TR session;

static void require(TSS2_RC code, const char *what) {
    if (code != TSS2_RC_SUCCESS) {
        fprintf(stderr, "%s: expected 0, got 0x%" PRIx32 "\n", what, code);
        exit(1);
    }
}

static void sign(ESYS_TR authorization) {
    TPM2B_DIGEST digest = {.size = 32};
    TPMT_SIG_SCHEME scheme = {.scheme = TPM2_ALG_ECDSA, .details.ecdsa.hashAlg = TPM2_ALG_SHA256};
    TPMT_TK_HASHCHECK none = {.tag = TPM2_ST_HASHCHECK, .hierarchy = TPM2_RH_NULL};
    TPMT_SIGNATURE *signature = NULL;
    require(Esys_Sign(esys, key, authorization, ESYS_TR_NONE, ESYS_TR_NONE, &digest, &scheme, &none, &signature),
            "Esys_Sign");
    Esys_Free(signature);
}

static void get_random(ESYS_TR protection) {
    TPM2B_DIGEST *bytes = NULL;
    require(Esys_GetRandom(esys, protection, ESYS_TR_NONE, ESYS_TR_NONE, 16, &bytes), "Esys_GetRandom");
    Esys_Free(bytes);
}

static void sign_plain(void) { sign(ESYS_TR_PASSWORD); }
static void sign_protected(void) { sign(session); }
static void random_plain(void) { get_random(ESYS_TR_NONE); }
static void random_protected(void) { get_random(session); }

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static int ascending(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left;
    int64_t b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static void measure(const char *name, void (*operation)(void), int warm_up, int count) {
    int64_t *nanos = calloc((size_t)count, sizeof *nanos);
    if (nanos == NULL) {
        exit(1);
    }
    for (int i = 0; i < warm_up; i++) {
        operation();
    }
    for (int i = 0; i < count; i++) {
        int64_t begun = now();
        operation();
        nanos[i] = now() - begun;
    }
    qsort(nanos, (size_t)count, sizeof *nanos, ascending);
    printf("%s=%" PRId64 " ", name, nanos[count / 2]);
    free(nanos);
}

static ESYS_TR persistent(const char *handle) {
    ESYS_TR object = ESYS_TR_NONE;
    require(Esys_TR_FromTPMPublic(esys, (TPM2_HANDLE)strtoul(handle, NULL, 16), ESYS_TR_NONE, ESYS_TR_NONE,
                                  ESYS_TR_NONE, &object),
            "Esys_TR_FromTPMPublic");
    return object;
}

/* Salted, AES-128-CFB, parameters encrypted both ways where the command has such ones. */
static void start_session(ESYS_TR storage) {
    TPMT_SYM_DEF aes = {.algorithm = TPM2_ALG_AES, .keyBits.aes = 128, .mode.aes = TPM2_ALG_CFB};
    require(Esys_StartAuthSession(esys, storage, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, NULL,
                                  TPM2_SE_HMAC, &aes, TPM2_ALG_SHA256, &session),
            "Esys_StartAuthSession");
    require(Esys_TRSess_SetAttributes(
                esys, session, TPMA_SESSION_CONTINUESESSION | TPMA_SESSION_DECRYPT | TPMA_SESSION_ENCRYPT, 0xff),
            "Esys_TRSess_SetAttributes");
}

int main(int count_of_arguments, char **arguments) {
    if (count_of_arguments != 6) {
        fprintf(stderr, "expected TCTI STORAGE-KEY SIGNING-KEY WARM-UP COUNT\n");
        return 2;
    }
    TSS2_TCTI_CONTEXT *tcti = NULL;
    require(Tss2_TctiLdr_Initialize(arguments[1], &tcti), "Tss2_TctiLdr_Initialize");
    require(Esys_Initialize(&esys, tcti, NULL), "Esys_Initialize");
    start_session(persistent(arguments[2]));
    key = persistent(arguments[3]);
    int warm_up = atoi(arguments[4]);
    int count = atoi(arguments[5]);

    measure("sign", sign_plain, warm_up, count);
    measure("protected-sign", sign_protected, warm_up, count);
    measure("random", random_plain, warm_up, count);
    measure("protected-random", random_protected, warm_up, count);
    printf("\n");

    require(Esys_FlushContext(esys, session), "Esys_FlushContext");
    Esys_Finalize(&esys);
    Tss2_TctiLdr_Finalize(&tcti);
    return 0;
}
