using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Indexing;

public sealed class OneHotTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public void Rows_differ_at_one_place(int axis) => Oracle.AssertSame(new SmallGraph().Input("i", Integers(1, -4, 5, 2, 3)).Constant("d", Scalar(4L))
        .Constant("v", OnnxTensor.From<float>([0.5f, 2], 2)).Node("OneHot", ["i", "d", "v"], ["y"], ("axis", axis)).Output("y"));
}
