using System.Runtime.InteropServices;
using Gannet.Torch.Interop;

namespace Gannet.Torch.Distributed;

/// <summary>The exports of <c>libgannet_c10d</c>: libtorch's c10d behind a C interface.</summary>
internal static unsafe partial class C10dLibrary
{
    internal const string Name = "gannet_c10d";
    private const int Abi = 1;

    static C10dLibrary()
    {
        // One resolver serves the whole assembly, and libtorch's environment must be set before it loads.
        _ = TorchRuntime.Version;
        if (C10dBuilds.Reason is { } reason) throw new DllNotFoundException(reason);
        if (AbiVersion() is var abi && abi != Abi)
            throw new DllNotFoundException($"libgannet_c10d.so has version {abi}, not {Abi}: rebuild it with './gannet doctor'.");
    }

    /// <summary>Whether devices can talk to each other directly, through NCCL.</summary>
    public static bool HasNccl => NcclIsBuiltIn() != 0;

    /// <summary>Why the last call of this thread failed, in one line.</summary>
    public static string LastError() => (Marshal.PtrToStringUTF8((nint)Error()) ?? "").Split('\n')[0].Trim();

    /// <summary>Throws if a status reports a failure.</summary>
    /// <exception cref="ProcessGroupException">It does.</exception>
    public static void Check(int status)
    {
        if (status < 0) throw new ProcessGroupException(LastError());
    }

    /// <summary>Throws if a handle is null.</summary>
    /// <exception cref="ProcessGroupException">It is.</exception>
    public static nint Check(nint handle) => handle != 0 ? handle : throw new ProcessGroupException(LastError());

    [LibraryImport(Name, EntryPoint = "gannet_c10d_abi")] private static partial int AbiVersion();
    [LibraryImport(Name, EntryPoint = "gannet_c10d_error")] private static partial byte* Error();
    [LibraryImport(Name, EntryPoint = "gannet_c10d_has_nccl")] private static partial int NcclIsBuiltIn();
    [LibraryImport(Name, EntryPoint = "gannet_c10d_free_array")] public static partial void FreeArray(void* array);

    [LibraryImport(Name, EntryPoint = "gannet_c10d_store", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Store(string host, int port, int serves, long timeoutMilliseconds);
    [LibraryImport(Name, EntryPoint = "gannet_c10d_store_free")] public static partial void FreeStore(nint store);
    [LibraryImport(Name, EntryPoint = "gannet_c10d_store_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Set(nint store, string key, byte* value, int length);
    [LibraryImport(Name, EntryPoint = "gannet_c10d_store_add", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Add(nint store, string key, long amount, long* sum);
    [LibraryImport(Name, EntryPoint = "gannet_c10d_store_has", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Has(nint store, string key);
    [LibraryImport(Name, EntryPoint = "gannet_c10d_store_get", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Get(nint store, string key, void** value);

    [LibraryImport(Name, EntryPoint = "gannet_c10d_group", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Group(nint store, string prefix, int rank, int size, long timeoutMilliseconds, string address, int nccl);
    [LibraryImport(Name, EntryPoint = "gannet_c10d_group_free")] public static partial void FreeGroup(nint group);
    [LibraryImport(Name, EntryPoint = "gannet_c10d_all_reduce")] public static partial int AllReduce(nint group, nint tensor, int operation);
    [LibraryImport(Name, EntryPoint = "gannet_c10d_broadcast")] public static partial int Broadcast(nint group, nint tensor, int root);
    [LibraryImport(Name, EntryPoint = "gannet_c10d_all_gather")] public static partial int AllGather(nint group, nint tensor, nint gathered);

    [LibraryImport(Name, EntryPoint = "gannet_c10d_reducer")]
    public static partial nint Reducer(nint group, nint* parameters, int count, long firstBytes, long bucketBytes);
    [LibraryImport(Name, EntryPoint = "gannet_c10d_reducer_free")] public static partial void FreeReducer(nint reducer);
    [LibraryImport(Name, EntryPoint = "gannet_c10d_reducer_bytes")] public static partial long ReducerBytes(nint reducer);
    [LibraryImport(Name, EntryPoint = "gannet_c10d_reducer_buckets")] public static partial int ReducerBuckets(nint reducer);
    [LibraryImport(Name, EntryPoint = "gannet_c10d_reducer_begin")] public static partial int Begin(nint reducer);
    [LibraryImport(Name, EntryPoint = "gannet_c10d_reducer_finish")] public static partial int Finish(nint reducer, double* waited, double* underWay);
}
