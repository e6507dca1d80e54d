using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Indexing;

public sealed class ArgBestTests
{
    [Theory]
    [InlineData("ArgMax", 0, 1, 0)]
    [InlineData("ArgMin", -1, 0, 0)]
    [InlineData("ArgMax", 1, 0, 1)]
    public void Places_are_ONNX_Runtimes(string op, int axis, int keeps, int last) => Oracle.AssertSame(new SmallGraph().Input("x", Integers(1, 0, 4, 5, 6, 7)).Node("Cast", ["x"], ["f"], ("to", 1))
        .Node(op, ["f"], ["y"], ("axis", axis), ("keepdims", keeps), ("select_last_index", last)).Output("y", OnnxElementType.Int64));
}
