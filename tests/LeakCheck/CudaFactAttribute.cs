using Gannet.Torch;

namespace Gannet.Testing;

/// <summary>A test that needs a CUDA device; skipped with the reason elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CudaFactAttribute : FactAttribute
{
    internal const string Reason = "no CUDA device";

    public CudaFactAttribute()
    {
        if (TorchRuntime.CudaDevices == 0) Skip = Reason;
    }
}
