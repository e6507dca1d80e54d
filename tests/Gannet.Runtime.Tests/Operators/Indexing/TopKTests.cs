using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Indexing;

public sealed class TopKTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(1, 0)]
    public void The_best_come_first_and_equal_ones_in_order(int axis, int largest)
    {
        Oracle.AssertSame(Graph(Floats(1, 7, 300), OnnxElementType.Float));
        Oracle.AssertSame(Graph(Integers(1, 0, 5, 7, 30), OnnxElementType.Int64));

        SmallGraph Graph(OnnxTensor x, OnnxElementType type) => new SmallGraph().Input("x", x).Input("k", List(5))
            .Node("TopK", ["x", "k"], ["v", "i"], ("axis", axis), ("largest", largest)).Output("v", type).Output("i", OnnxElementType.Int64);
    }
}
