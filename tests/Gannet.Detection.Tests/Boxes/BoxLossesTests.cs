using Gannet.Detection.Boxes;
using Gannet.Torch;

namespace Gannet.Detection.Tests.Boxes;

public sealed class BoxLossesTests
{
    // torchvision 0.14.1: IoU, GIoU, DIoU and CIoU losses of single pairs.
    [Theory]
    [InlineData(new float[] { 0, 0, 10, 10 }, new float[] { 5, 5, 15, 15 }, .8571429, 1.0793651, .9682540, .9682540)]
    [InlineData(new float[] { 0, 0, 1, 1 }, new float[] { 2, 2, 3, 3 }, 1, 1.7777778, 1.4444444, 1.4444444)]
    [InlineData(new float[] { 0, 0, 4, 4 }, new float[] { 1, 1, 3, 3 }, .75, .75, .75, .75)]
    [InlineData(new float[] { 0, 0, 10, 4 }, new float[] { 0, 0, 4, 10 }, .75, 1.11, .84, .9095349)]
    public void Known_answers(float[] a, float[] b, double iou, double generalised, double distance, double complete)
    {
        using var scope = TensorScope.Enter();
        var (x, y) = (Tensor.From<float>(a, 1, 4), Tensor.From<float>(b, 1, 4));
        Assert.Equal(iou, BoxLosses.Iou(x, y).Item(), 2e-6);
        Assert.Equal(generalised, BoxLosses.Giou(x, y).Item(), 2e-6);
        Assert.Equal(distance, BoxLosses.Diou(x, y).Item(), 2e-6);
        Assert.Equal(complete, BoxLosses.Ciou(x, y).Item(), 2e-6);
    }

    // CIoU is left out: its weight is held constant, so its gradient is not its derivative.
    [Theory]
    [InlineData("iou")]
    [InlineData("giou")]
    [InlineData("diou")]
    public void Gradients_are_those_of_finite_differences(string name)
    {
        using var scope = TensorScope.Enter();
        double[] boxes = [0.5, 1, 9, 8, 20, 20, 31, 25], truths = [2, 0, 11, 6.5, 24, 28, 30, 33];
        var truth = Tensor.From<double>(truths, 2, 4);
        Tensor Loss(Tensor x) => name switch { "iou" => BoxLosses.Iou(x, truth), "giou" => BoxLosses.Giou(x, truth), _ => BoxLosses.Diou(x, truth) };
        var predicted = Tensor.From<double>(boxes, 2, 4).RequiresGradInPlace();
        Loss(predicted).Sum().Backward();
        var gradient = predicted.Gradient!.ToArray<double>();
        for (var k = 0; k < boxes.Length; k++)
        {
            double At(double step) => Loss(Tensor.From<double>([.. boxes.Select((b, i) => i == k ? b + step : b)], 2, 4)).Sum().Item();
            Assert.Equal((At(1e-5) - At(-1e-5)) / 2e-5, gradient[k], 1e-7);
        }
    }

    [Fact]
    public void Wrong_shapes_are_refused()
    {
        using var scope = TensorScope.Enter();
        Assert.Throws<ArgumentException>(() => BoxLosses.Iou(Tensor.Zeros([2, 3]), Tensor.Zeros([2, 4])));
    }
}
