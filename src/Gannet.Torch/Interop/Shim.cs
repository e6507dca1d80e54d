using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gannet.Torch.Distributed;

[assembly: DisableRuntimeMarshalling]

namespace Gannet.Torch.Interop;

/// <summary>The exports of <c>native/torch</c>.</summary>
internal static unsafe partial class Shim
{
    private const string Library = "gannet_torch";

    static Shim()
    {
        NativeLibraryLocator.RequireSystem(Library);

        // libgomp reads this once, when it is loaded. Its workers spin by default, and a spinning worker takes a whole scheduler
        // quantum from the C# threads that decode images or run kernels at the same time. .NET's own SetEnvironmentVariable is
        // invisible to native code.
        SetNativeEnvironment("OMP_WAIT_POLICY", "passive", 0);

        // Debian 13's libtorch brings UCX, which handles SIGHUP (to write a trace) and faults by itself: a closed terminal would no longer
        // save a checkpoint, and .NET needs SIGSEGV for null references.
        SetNativeEnvironment("UCX_DEBUG_SIGNO", "0", 0);
        SetNativeEnvironment("UCX_HANDLE_ERRORS", "none", 0);
        NativeLibrary.SetDllImportResolver(typeof(Shim).Assembly, static (name, assembly, path) =>
            name is Library or C10dLibrary.Name ? TorchLibrary.LoadShim(name, assembly, path) : 0);
        UseCachingAllocator();
        // libtorch 1.13 starts with one thread in some processes; OMP_NUM_THREADS still takes precedence.
        if (Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is null) SetThreads(Environment.ProcessorCount);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNativeEnvironment(string name, string value, int overwrite);

    [LibraryImport(Library, EntryPoint = "gannet_use_caching_allocator")] private static partial void UseCachingAllocator();
    [LibraryImport(Library, EntryPoint = "gannet_error")] public static partial byte* LastError();
    [LibraryImport(Library, EntryPoint = "gannet_version")] public static partial byte* Version();
    [LibraryImport(Library, EntryPoint = "gannet_operator", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint FindOperator(string name, string overload);
    [LibraryImport(Library, EntryPoint = "gannet_operator_arity")] public static partial int OperatorArity(nint op, int* required);
    [LibraryImport(Library, EntryPoint = "gannet_call")] public static partial int Call(nint op, Value* inputs, int count, Value* outputs, int capacity);
    [LibraryImport(Library, EntryPoint = "gannet_free_array")] public static partial void FreeArray(nint array);
    [LibraryImport(Library, EntryPoint = "gannet_free_opaque")] public static partial void FreeOpaque(nint value);
    [LibraryImport(Library, EntryPoint = "gannet_free")] public static partial void Free(nint tensor);
    [LibraryImport(Library, EntryPoint = "gannet_describe")]
    public static partial int Describe(nint tensor, long* shape, int capacity, int* elementType, int* device);
    [LibraryImport(Library, EntryPoint = "gannet_data")] public static partial nint Data(nint tensor);
    [LibraryImport(Library, EntryPoint = "gannet_is_contiguous")] public static partial int IsContiguous(nint tensor, int channelsLast);
    [LibraryImport(Library, EntryPoint = "gannet_requires_grad")] public static partial int RequiresGrad(nint tensor);
    [LibraryImport(Library, EntryPoint = "gannet_gradient")] public static partial nint Gradient(nint tensor);
    [LibraryImport(Library, EntryPoint = "gannet_set_gradient")] public static partial int SetGradient(nint tensor, nint gradient);
    [LibraryImport(Library, EntryPoint = "gannet_grad_mode")] public static partial int GradMode();
    [LibraryImport(Library, EntryPoint = "gannet_set_grad_mode")] public static partial void SetGradMode(int enabled);
    [LibraryImport(Library, EntryPoint = "gannet_enter_inference")] public static partial nint EnterInference();
    [LibraryImport(Library, EntryPoint = "gannet_leave_inference")] public static partial void LeaveInference(nint guard);
    [LibraryImport(Library, EntryPoint = "gannet_attach")]
    public static partial int Attach(nint* outputs, int m, nint* inputs, int n,
        delegate* unmanaged[Cdecl]<nint, Value*, int, Value*, int, int> backward, delegate* unmanaged[Cdecl]<nint, void> release, nint context);
    [LibraryImport(Library, EntryPoint = "gannet_threads")] public static partial int Threads();
    [LibraryImport(Library, EntryPoint = "gannet_set_threads")] public static partial void SetThreads(int count);
    [LibraryImport(Library, EntryPoint = "gannet_seed")] public static partial void Seed(ulong seed);
    [LibraryImport(Library, EntryPoint = "gannet_cuda_devices")] public static partial int CudaDevices();
    [LibraryImport(Library, EntryPoint = "gannet_cuda_synchronize")] public static partial int CudaSynchronize(int device);
    [LibraryImport(Library, EntryPoint = "gannet_tensor_float32")] public static partial int TensorFloat32();
    [LibraryImport(Library, EntryPoint = "gannet_set_tensor_float32")] public static partial void SetTensorFloat32(int allowed);

    /// <summary>The exception for the last failed call of this thread.</summary>
    public static TorchException Error(string operation) => new($"{operation}: {ErrorText()?.Split('\n')[0].TrimEnd()}");

    /// <summary>Why the last call of this thread failed.</summary>
    public static string? ErrorText() => Marshal.PtrToStringUTF8((nint)LastError());
}
