using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Gannet.Torch.Interop;

namespace Gannet.Torch;

/// <summary>The libtorch that this process runs on.</summary>
public static unsafe class TorchRuntime
{
    /// <summary>libtorch's version, for example 1.13.1.</summary>
    public static string Version => Marshal.PtrToStringUTF8((nint)Shim.Version())!;

    /// <summary>Threads that one operator uses; libtorch starts with one per core.</summary>
    public static int Threads
    {
        get => Shim.Threads();
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            Shim.SetThreads(value);
        }
    }

    /// <summary>Whether the CPU multiplies bf16 natively: without AVX512-BF16, bf16 is slower than fp32.</summary>
    // .NET has no API for this instruction set yet: leaf 7, subleaf 1, bit 5 of EAX.
    public static bool ProcessorMultipliesBFloat16 { get; } =
        Avx512F.IsSupported && X86Base.CpuId(7, 0).Eax >= 1 && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0;

    /// <summary>Whether the CPU multiplies tiles of bf16 numbers (AMX), an order of magnitude faster than vectors of them.</summary>
    // Leaf 7, subleaf 0, bits 22 (products of bf16) and 24 (tiles) of EDX.
    public static bool ProcessorHasBFloat16Tiles { get; } =
        ProcessorMultipliesBFloat16 && (X86Base.CpuId(7, 0).Edx & TileBits) == TileBits;

    private const int TileBits = 1 << 22 | 1 << 24;

    /// <summary>Number of CUDA devices that libtorch can use.</summary>
    public static int CudaDevices => Shim.CudaDevices();

    /// <summary>The names of the CUDA devices that the driver reports, by index; libtorch may not be able to use them.</summary>
    public static IReadOnlyList<string> CudaDeviceNames => CudaDriver.Names;

    /// <summary>Whether 32-bit convolutions and products on CUDA devices may round factors to a 10-bit mantissa (TensorFloat32).</summary>
    /// <value>
    /// libtorch's defaults until set: convolutions may, products may not, which reads as false. Faster on devices since Ampere; results
    /// then differ from the CPU's from about the third digit on.
    /// </value>
    public static bool AllowTensorFloat32
    {
        get => Shim.TensorFloat32() != 0;
        set => Shim.SetTensorFloat32(value ? 1 : 0);
    }

    /// <summary>Waits until <paramref name="device"/> has finished its work; returns at once for the CPU.</summary>
    /// <remarks>Device sync. For timing: reading a tensor waits anyway.</remarks>
    public static void Synchronize(Device device)
    {
        if (device.IsCuda && Shim.CudaSynchronize(device.Index) != 0) throw Shim.Error(nameof(Synchronize));
    }

    /// <summary>Seeds libtorch's random numbers (initial weights, dropout).</summary>
    public static void Seed(long seed) => Shim.Seed((ulong)seed);
}
