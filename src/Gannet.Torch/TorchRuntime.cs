using System.Runtime.InteropServices;
using Gannet.Torch.Interop;

namespace Gannet.Torch;

/// <summary>The libtorch that this process runs on.</summary>
public static unsafe class TorchRuntime
{
    /// <summary>libtorch's version, for example 1.13.1.</summary>
    public static string Version => Marshal.PtrToStringUTF8((nint)Shim.Version())!;

    /// <summary>Threads that one operator uses; libtorch starts with one a core.</summary>
    public static int Threads
    {
        get => Shim.Threads();
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            Shim.SetThreads(value);
        }
    }

    /// <summary>Number of CUDA devices that libtorch can use.</summary>
    public static int CudaDevices => Shim.CudaDevices();

    /// <summary>Seeds libtorch's random numbers (initial weights, dropout).</summary>
    public static void Seed(long seed) => Shim.Seed((ulong)seed);
}
