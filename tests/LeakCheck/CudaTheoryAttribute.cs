using Gannet.Torch;

namespace Gannet.Testing;

/// <summary>A theory that needs a CUDA device; skipped with the reason elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CudaTheoryAttribute : TheoryAttribute
{
    public CudaTheoryAttribute()
    {
        if (TorchRuntime.CudaDevices == 0) Skip = CudaFactAttribute.Reason;
    }
}
