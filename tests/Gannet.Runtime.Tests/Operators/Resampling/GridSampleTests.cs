using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Resampling;

public sealed class GridSampleTests
{
    [Theory]
    [InlineData("bilinear")]
    [InlineData("nearest")]
    [InlineData("bicubic")]
    public void Points_are_ONNX_Runtimes(string mode)
    {
        foreach (var padding in (string[])["zeros", "border", "reflection"])
        {
            foreach (var aligns in (int[])[0, 1])
            {
                Oracle.AssertSame(new SmallGraph(16).Map("x", Floats(1, 2, 3, 6, 7)).Input("g", Floats(2, 2, 8, 9, 2)).Constant("f", Scalar(1.4f)).Node("Mul", ["g", "f"], ["grid"])
                    .Node("GridSample", ["x", "grid"], ["y"], ("mode", mode), ("padding_mode", padding), ("align_corners", aligns)).Output("y"), 2e-5);
            }
        }
    }
}
