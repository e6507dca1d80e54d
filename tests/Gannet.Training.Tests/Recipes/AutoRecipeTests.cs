using Gannet.Detection.Engines;
using Gannet.Detection.Models;
using Gannet.Torch.Nn;
using Gannet.Training.Recipes;
using Gannet.Training.Setup;

namespace Gannet.Training.Tests.Recipes;

public sealed class AutoRecipeTests
{
    private static readonly StartingWeights s_resnet18 = new("resnet18", IsDetector: false, ["layer1", "layer2", "layer3"]);

    // Blood cells: a dozen objects of a fifth of the shorter side, platelets of .075 of it, in pictures of 640 × 480.
    private static readonly DataProfile s_cells = new()
    {
        Pictures = 292,
        ObjectsPerPicture = (13, 19),
        ShortSide = 480,
        Elongation = (4 / 3.0, 4 / 3.0),
        SmallestClass = (0.075, 0.08),
        Side = (0.07, 0.45),
        SmallestPixels = 36,
        Pixels = (33, 216),
        Shapes = [.. Enumerable.Repeat((0.2f, 0.2f), 50), .. Enumerable.Repeat((0.07f, 0.08f), 10)],
        RarestClass = 0.5,
        SmallestName = "Platelets",
    };

    // One large object in each picture.
    private static readonly DataProfile s_boards = s_cells with
    {
        Pictures = 114,
        ObjectsPerPicture = (1, 2),
        ShortSide = 600,
        SmallestClass = (0.2, 0.25),
        Side = (0.17, 0.75),
        SmallestPixels = 120,
        Pixels = (102, 450),
        Shapes = [.. Enumerable.Repeat((0.2f, 0.5f), 20), .. Enumerable.Repeat((0.5f, 0.25f), 20)],
        SmallestName = "nano",
    };

    // Cars of 25 pixels in pictures of 1920 × 1080.
    private static readonly DataProfile s_aerial = s_cells with
    {
        Pictures = 104,
        ObjectsPerPicture = (25, 53),
        ShortSide = 1080,
        Elongation = (16 / 9.0, 2.2),
        SmallestClass = (0.022, 0.025),
        Side = (0.02, 0.06),
        SmallestPixels = 24,
        Pixels = (21, 65),
        SmallestName = "car",
    };

    [Fact]
    public void The_smallest_class_decides_the_input_and_the_finest_map()
    {
        var cells = Choose(s_cells);
        Assert.Equal(416, cells.Detector.Transform.MinSize); // 32 / .075 = 427 in steps of 32
        Assert.Equal("layer1", Choose(s_cells with { SmallestClass = (0.05, 0.06) }, secondsPerStep: 0.8).Detector.Backbone.Outputs[0]); // 24 pixels even at 480
        var boards = Choose(s_boards);
        Assert.InRange(boards.Detector.Transform.MinSize, 256, 384);
        Assert.Equal(["layer2", "layer3"], boards.Detector.Backbone.Outputs);
    }

    [Fact]
    public void The_minibatch_follows_the_objects()
    {
        Assert.Equal((64, 32), (Choose(s_boards).Detector.Proposals.Samples, Choose(s_boards).Detector.Head.Samples));
        Assert.Equal((256, 256), (Choose(s_cells).Detector.Proposals.Samples, Choose(s_cells).Detector.Head.Samples));
    }

    [Fact]
    public void Small_objects_in_large_pictures_are_learnt_from_tiles_at_their_full_size()
    {
        var recipe = Choose(s_aerial);
        Assert.InRange(recipe.Training.Tiles, 256, 512);
        Assert.Equal(recipe.Training.Tiles, recipe.Detector.Detections.Tiles);
        Assert.InRange((double)recipe.Detector.Transform.MinSize / recipe.Training.Tiles, 1.2, 1.5); // 24 pixels become about 32
        Assert.Equal(0, Choose(s_cells).Training.Tiles);
    }

    [Fact]
    public void Anchors_reach_from_the_smallest_to_the_largest_objects()
    {
        var anchors = Choose(s_cells).Detector.Anchors;
        Assert.InRange(anchors.Sizes[0][0], 416 * 0.07, 416 * 0.07 * 1.3);
        Assert.InRange(anchors.Sizes[^1][0], 416 * 0.45 * 0.7, 416 * 0.45);
        Assert.Single(anchors.Ratios); // nearly all are square
        Assert.True(Choose(s_boards).Detector.Anchors.Ratios.Length > 1); // boards lie and stand
    }

    [Fact]
    public void Time_decides_between_more_passes_and_larger_pictures()
    {
        Assert.True(Choose(s_cells, secondsPerStep: 12).Detector.Transform.MinSize < 416);
        Assert.True(Choose(s_cells with { ShortSide = 1000 }, secondsPerStep: 0.1).Detector.Transform.MinSize > 416);
        var hurried = Choose(s_cells, minutes: 3, secondsPerStep: 5);
        Assert.Contains("fewer than the 8 that teach most of it", Assert.Single(hurried.Warnings), StringComparison.Ordinal);
        Assert.Empty(Choose(s_cells, secondsPerStep: 1.5).Warnings);
    }

    [Theory]
    [InlineData(0.08, 576)] // at 384 of 31 pixels: half as large again
    [InlineData(0.2, 320)] // at 256 of 51 pixels: up to 64
    [InlineData(0.6, 256)] // at 256 of 154 pixels: large enough
    public void With_time_to_spare_only_small_objects_are_shown_larger(double smallest, int expected)
    {
        var data = s_boards with { SmallestClass = (smallest, smallest), Side = (smallest, 0.8) };
        Assert.Equal(expected, Choose(data, secondsPerStep: 0.01).Detector.Transform.MinSize);
    }

    [Fact]
    public void Without_weights_every_norm_and_stage_learns()
    {
        var scratch = AutoRecipe.Choose(s_cells, StartingWeights.None, Limits(30, 1));
        Assert.Equal((NormKind.Batch, -1), (scratch.Detector.Backbone.Norm.Kind, scratch.Detector.Backbone.TrainableStages));
        Assert.Equal("layer4", scratch.Detector.Backbone.Outputs[^1]);
        var pretrained = Choose(s_cells);
        Assert.Equal((NormKind.Frozen, "layer3"), (pretrained.Detector.Backbone.Norm.Kind, pretrained.Detector.Backbone.Outputs[^1]));
    }

    [Fact]
    public void A_detectors_own_form_stays()
    {
        var recipe = AutoRecipe.Choose(s_cells, new("resnet50", IsDetector: true, ["layer1", "layer2", "layer3", "layer4"]), Limits(30, 1));
        var preset = Presets.Get("faster-rcnn-resnet50-fpn");
        Assert.Equal(OptionsYaml.Write(preset.Anchors), OptionsYaml.Write(recipe.Detector.Anchors));
        Assert.Equal(preset.Neck.Channels, recipe.Detector.Neck.Channels);
    }

    [Fact]
    public void The_recipe_is_a_preset_and_every_choice_has_a_reason()
    {
        using var folder = new TemporaryFolder();
        var recipe = Choose(s_cells);
        File.WriteAllText(folder.File("options.yaml"), recipe.Text);
        Assert.Equal(OptionsYaml.Write(recipe.Training), OptionsYaml.Write(DetectorSetup.Training(folder.File("options.yaml"), [])));
        Assert.Equal(OptionsYaml.Write(recipe.Detector), OptionsYaml.Write(DetectorSetup.DetectorOptions(folder.File("options.yaml"), [])));
        Assert.Equal(30, recipe.Training.Minutes);
        Assert.All(recipe.Choices, static c => Assert.Matches("^[a-z ]+: .+ \\(.+\\)$", c.ToString()));
        Assert.Equal(recipe.Choices.Count, recipe.Choices.Select(static c => c.What).Distinct().Count());
    }

    // The precision decides the pace, and so the passes.
    [Fact]
    public void The_precision_is_the_one_whose_steps_are_faster()
    {
        var limits = new RecipeLimits
        {
            Minutes = 30,
            HasBFloat16 = true,
            TimeStep = (_, training) => new(training.Precision == Precision.BFloat16 ? 1 : 3, 73),
        };
        var recipe = AutoRecipe.Choose(s_cells, s_resnet18, limits);
        Assert.Equal(Precision.BFloat16, recipe.Training.Precision);
        Assert.Contains(recipe.Choices, static c => c.What == "schedule" && c.Why == "about 21 passes"); // 1,530 s of steps / 73
        Assert.Equal(Precision.Float32, Choose(s_cells).Training.Precision);
    }

    // Anchors are pixels of the input: those for another size would fit no object.
    [Fact]
    public void A_size_that_is_asked_for_stays_and_anchors_fit_it()
    {
        var ruled = Choose(s_cells, minutes: 600);
        var asked = AutoRecipe.Choose(s_cells, s_resnet18, Limits(600, 2) with { ShortSide = 160 });
        Assert.Equal(160, asked.Detector.Transform.MinSize);
        var scale = 160.0 / ruled.Detector.Transform.MinSize;
        var (large, small) = (ruled.Detector.Anchors.Sizes, asked.Detector.Anchors.Sizes);
        Assert.Equal(large[0][0] * scale, small[0][0], tolerance: 2);
        Assert.InRange(small[^1][0], large[^1][0] * scale * 0.9, large[^1][0] * scale * 1.25); // small objects need one level more
        Assert.Contains(asked.Choices, static c => c is { What: "input", Why: "as asked for" });
        var limited = AutoRecipe.Choose(s_cells, s_resnet18, Limits(600, 2) with { LongSide = 320 }).Detector.Transform;
        Assert.Equal((320, true), (limited.MaxSize, limited.MinSize <= 320));

        // Tiles are as many pixels of the picture as before, seen at that size.
        var tiles = AutoRecipe.Choose(s_aerial, s_resnet18, Limits(600, 2) with { ShortSide = 256 });
        Assert.Equal((256, 256), (tiles.Detector.Transform.MinSize, tiles.Detector.Transform.MaxSize));
        Assert.Equal(Choose(s_aerial).Training.Tiles, tiles.Training.Tiles);
    }

    // Workers have the same number of pictures of every batch.
    [Theory]
    [InlineData(2, 4)]
    [InlineData(3, 6)]
    [InlineData(8, 8)]
    public void A_batch_can_be_divided_among_the_workers(int workers, int batch) =>
        Assert.Equal(batch, AutoRecipe.Choose(s_cells, s_resnet18, Limits(30, 1) with { Workers = workers }).Training.BatchSize);

    [Fact]
    public void Pictures_that_are_seen_often_are_varied()
    {
        var (few, many) = (Choose(s_cells, minutes: 10), Choose(s_cells, minutes: 60)); // 3.5 and 21 passes
        Assert.Empty(few.Training.Augmentation.ScaleJitter);
        Assert.Equal([0.8, 1.25], many.Training.Augmentation.ScaleJitter);
        Assert.Equal(0.2, many.Training.Augmentation.ColourJitter);
        Assert.Equal([0.7, 1.4], Choose(s_cells, minutes: 180).Training.Augmentation.ScaleJitter);
    }

    private static Recipe Choose(DataProfile data, double minutes = 30, double secondsPerStep = 2) =>
        AutoRecipe.Choose(data, s_resnet18, Limits(minutes, secondsPerStep));

    private static RecipeLimits Limits(double minutes, double secondsPerStep) => new() { Minutes = minutes, TimeStep = (_, training) => new(secondsPerStep, 292 / training.BatchSize) };
}
