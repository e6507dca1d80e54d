using Gannet.Torch.Interop;

namespace Gannet.Torch;

/// <summary>Where a tensor lives.</summary>
/// <param name="IsCuda">Whether it is a CUDA device; the processor otherwise.</param>
/// <param name="Index">Number of the CUDA device; 0 for the processor.</param>
public readonly record struct Device(bool IsCuda, int Index)
{
    private const int CudaType = 1;

    /// <summary>The processor.</summary>
    public static Device Cpu => default;

    /// <summary>A CUDA device.</summary>
    public static Device Cuda(int index = 0) => new(true, index);

    /// <inheritdoc/>
    public override string ToString() => IsCuda ? $"cuda:{Index}" : "cpu";

    internal static Device FromNative(int packed) => (packed & 0xff) == CudaType ? Cuda(packed >> 8) : Cpu;

    // The processor has no index: libtorch rejects "cpu:0" for some factories.
    internal Value ToValue() => new() { Kind = ValueKind.Device, Int = IsCuda ? CudaType | ((long)Index << 8) : -1L << 8 };

    internal static Value ToValue(Device? device) => device?.ToValue() ?? default;
}
