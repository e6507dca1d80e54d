using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Regions;

public sealed class MaxRoiPoolTests
{
    [Fact]
    public void Bins_are_ONNX_Runtimes() => Oracle.AssertSame(new SmallGraph().Map("x", Floats(1, 2, 5, 12, 13))
        .Constant("r", OnnxTensor.From<float>([0, 1, 2, 30, 40, 1, 8, 8, 47, 50, 0, 0, 0, 3, 3], 3, 5))
        .Node("MaxRoiPool", ["x", "r"], ["y"], ("pooled_shape", new[] { 3, 3 }), ("spatial_scale", 0.25f)).Output("y"));
}
