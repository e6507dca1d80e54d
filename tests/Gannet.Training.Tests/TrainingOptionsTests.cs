using Gannet.Training.Augmentations;
using Gannet.Training.Setup;

namespace Gannet.Training.Tests;

public sealed class TrainingOptionsTests
{
    private const string Preset = "faster-rcnn-resnet18-fpn";

    [Fact]
    public void Steps_of_the_rate_can_be_set() =>
        Assert.Equal([[.5, .1], [.75, .01]], DetectorSetup.Training(Preset, ["training.rate_steps=[[0.5, 0.1], [0.75, 0.01]]"]).RateSteps);

    [Fact]
    public void The_augmentation_of_rfcn_can_be_set()
    {
        var options = DetectorSetup.Training(Preset,
            ["training.augmentation.zoom=0.6", "training.augmentation.zoom_box_ratio=0.9", "training.augmentation.gamma=[0.8, 1.2]",
                "training.augmentation.contrast=[0.3, 1.3]", "training.augmentation.brightness=0.3", "training.augmentation.noise=0.025"]);
        Assert.Equal((.6, .9, .3, .025), (options.Augmentation.Zoom, options.Augmentation.ZoomBoxRatio, options.Augmentation.Brightness, options.Augmentation.Noise));
        Assert.Equal([.8, 1.2], options.Augmentation.Gamma);
        Assert.Equal([.3, 1.3], options.Augmentation.Contrast);
    }

    [Fact]
    public void Nothing_of_it_is_on_by_default() => Assert.Equal(
        (0.0, 0, 0, 0.0, 0.0), (new AugmentationOptions().Zoom, new AugmentationOptions().Gamma.Length, new AugmentationOptions().Contrast.Length,
            new AugmentationOptions().Brightness, new AugmentationOptions().Noise));

    [Theory]
    [InlineData("training.ema_decay=0.9", "training.average_last and training.ema_decay both average the weights; set one of them to 0.")]
    [InlineData("training.patience=2", "training.patience may end the training after any epoch, but training.average_last must know which one is the last; set one of them to 0.")]
    public void A_mean_of_the_last_epochs_contradicts(string setting, string expected) => Assert.Equal(
        expected, Assert.Throws<InvalidOptionException>(() => DetectorSetup.Training(Preset, ["training.average_last=3", setting])).Message);

    [Fact]
    public void Averaged_weights_get_statistics_of_their_own_unless_options_say_otherwise() => Assert.Equal(
        (0, 200, 0, 50),
        (new TrainingOptions().NormImages, new TrainingOptions { AverageLast = 2 }.NormImages,
            new TrainingOptions { AverageLast = 2, RecomputeNorms = 0 }.NormImages, new TrainingOptions { RecomputeNorms = 50 }.NormImages));

    [Theory]
    [InlineData("training.accumulate=2147483647", "accumulate is 2147483647")]
    [InlineData("training.batch_size=2147483647", "batch_size is 2147483647")]
    [InlineData("training.log_interval=2147483647", "log_interval is 2147483647")]
    [InlineData("training.repeat_threshold=-1", "repeat_threshold is -1")]
    [InlineData("training.tiles=5", "tiles is 5")]
    [InlineData("training.average_last=-1", "average_last is -1")]
    [InlineData("training.recompute_norms=-1", "recompute_norms is -1")]
    [InlineData("training.tile_overlap=1", "tile_overlap is 1")]
    [InlineData("training.tile_visibility=0", "tile_visibility is 0")]
    [InlineData("training.empty_tiles=-1", "empty_tiles is -1")]
    [InlineData("training.working_scale=0.5", "working_scale is 0.5")]
    [InlineData("training.augmentation.flip_vertical=1.5", "flip_vertical is 1.5")]
    [InlineData("training.augmentation.rotate=-1", "rotate is -1")]
    [InlineData("training.augmentation.scales=[1, 0.5]", "scales is [1, 0.5]")]
    [InlineData("training.augmentation.scales=[0]", "scales is [0]")]
    [InlineData("training.augmentation.scale_jitter=[0.5]", "scale_jitter is [0.5]")]
    [InlineData("training.augmentation.scale_jitter=[0, 1]", "scale_jitter is [0, 1]")]
    [InlineData("training.augmentation.crop=2", "crop is 2")]
    [InlineData("training.augmentation.mosaic=2", "mosaic is 2")]
    [InlineData("training.augmentation.mixup=-1", "mixup is -1")]
    [InlineData("training.augmentation.copy_paste=1.1", "copy_paste is 1.1")]
    [InlineData("training.augmentation.crop_visibility=0", "crop_visibility is 0")]
    [InlineData("training.augmentation.zoom=1.5", "zoom is 1.5")]
    [InlineData("training.augmentation.zoom=-0.1", "zoom is -0.1")]
    [InlineData("training.augmentation.zoom_box_ratio=0", "zoom_box_ratio is 0")]
    [InlineData("training.augmentation.gamma=[1]", "gamma is [1]")]
    [InlineData("training.augmentation.gamma=[0, 1]", "gamma is [0, 1]")]
    [InlineData("training.augmentation.gamma=[1.2, 0.8]", "gamma is [1.2, 0.8]")]
    [InlineData("training.augmentation.gamma=[.nan, 1]", "gamma is [NaN, 1]")]
    [InlineData("training.augmentation.contrast=[0.5, 1, 2]", "contrast is [0.5, 1, 2]")]
    [InlineData("training.augmentation.brightness=2", "brightness is 2")]
    [InlineData("training.augmentation.noise=.inf", "noise is Infinity")]
    public void A_value_out_of_range_is_named(string setting, string expected)
    {
        var error = Assert.Throws<InvalidOptionException>(() => DetectorSetup.Training(Preset, [setting]));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
