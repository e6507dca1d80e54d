using Gannet.Torch;

namespace Gannet.Detection.Images;

/// <summary>Brings what a stage predicts to the processor, where its boxes are decoded and suppressed.</summary>
internal static class Readback
{
    /// <summary>Both as rows of floats on the processor; no copy of what is that already.</summary>
    /// <remarks>Device sync: one for both.</remarks>
    public static (Tensor First, Tensor Second) Of(Tensor first, Tensor second)
    {
        using var scope = TensorScope.Enter();
        // Put in order on the device: until the second copy, which waits for all before it, nothing may read the first.
        var (a, b) = (Rows(first), Rows(second));
        return (scope.Keep(a.To(Device.Cpu, ElementType.Float, nonBlocking: true)), scope.Keep(b.To(Device.Cpu, ElementType.Float)));
    }

    private static Tensor Rows(Tensor tensor) => tensor.Detach().To(ElementType.Float).Contiguous();
}
