using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Regions;

public sealed class NonMaxSuppressionTests
{
    [Theory]
    [InlineData(0, 100, 0.5f, -2f)]
    [InlineData(0, 3, 0.3f, 0.1f)]
    [InlineData(1, 100, 0.4f, 0f)]
    [InlineData(0, 0, 0.5f, 0f)]
    public void Kept_boxes_are_ONNX_Runtimes(int centers, int limit, float iou, float score) => Oracle.AssertSame(
        new SmallGraph().Input("b", Boxes()).Input("s", Floats(2, 2, 3, 60)).Constant("l", List(limit)).Constant("i", OnnxTensor.From<float>([iou], 1)).Constant("t", OnnxTensor.From<float>([score], 1))
            .Node("NonMaxSuppression", ["b", "s", "l", "i", "t"], ["y"], ("center_point_box", centers)).Output("y", OnnxElementType.Int64));

    private static OnnxTensor Boxes()
    {
        var random = new Random(1);
        return OnnxTensor.From<float>([.. Enumerable.Range(0, 2 * 60 * 4).Select(k => random.NextSingle() * 10 + (k % 4 > 1 ? 4 : 0))], 2, 60, 4);
    }
}
