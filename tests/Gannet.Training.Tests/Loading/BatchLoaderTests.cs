using Gannet.Detection;
using Gannet.Detection.Images;
using Gannet.Imaging.Codecs;
using Gannet.Kernels.Masks;
using Gannet.Training.Augmentations;
using Gannet.Training.Loading;

namespace Gannet.Training.Tests.Loading;

public sealed class BatchLoaderTests : IDisposable
{
    private const int Side = 32;

    private readonly TemporaryFolder _folder = new();
    private readonly ImageTransform _transform = new(new() { MinSize = Side, MaxSize = Side });

    [Fact]
    public void The_order_depends_on_seed_and_epoch_only()
    {
        var pictures = Make(10);
        var options = new TrainingOptions { BatchSize = 2 };
        var first = Names(pictures, options, 0);
        Assert.Equal(first, Names(pictures, options, 0));
        Assert.NotEqual(first, Names(pictures, options, 1));
        Assert.NotEqual(first, Names(pictures, options with { Seed = 2 }, 0));
        Assert.Equal(first, Names(pictures, options with { Augmentation = new() { Flip = 0, ColourJitter = 0.5 }, Rate = 1 }, 0));
        // Starting in the middle gives the rest.
        Assert.Equal(first[4..], Names(pictures, options, 0, first: 2));
    }

    [Fact]
    public void Every_picture_comes_once_an_epoch_and_a_remainder_waits_for_the_next()
    {
        var pictures = Make(10);
        Assert.Equal([.. pictures.Select(static p => p.Path).Order()], Names(pictures, new() { BatchSize = 5 }, 3).Order());
        var names = Names(pictures, new() { BatchSize = 4 }, 0);
        Assert.Equal(8, names.Length);
        Assert.Equal(8, names.Distinct().Count());
        var seen = Enumerable.Range(0, 10).SelectMany(epoch => Names(pictures, new() { BatchSize = 4 }, epoch)).Distinct();
        Assert.Equal(10, seen.Count());
    }

    [Fact]
    public void Rare_classes_lengthen_every_epoch_by_the_same()
    {
        // Each class is in a tenth of the pictures: √(.4 / .1) = 2.
        var options = new TrainingOptions { BatchSize = 4, RepeatThreshold = .4 };
        var loader = new BatchLoader(Make(10), _transform, options);
        Assert.Equal(5, loader.BatchesPerEpoch);
        var names = loader.Read(0, 0, default).SelectMany(static b => b.Paths).ToList();
        Assert.All(names.CountBy(static n => n), static n => Assert.Equal(2, n.Value));
        Assert.Equal(20, names.Count);
        Assert.Equal(names[8..], loader.Read(0, 2, default).SelectMany(static b => b.Paths));
        Assert.NotEqual(names, loader.Read(1, 0, default).SelectMany(static b => b.Paths));
    }

    [Fact]
    public void A_data_set_smaller_than_a_batch_fills_it_by_repetition()
    {
        var names = Names(Make(2), new() { BatchSize = 5 }, 0);
        Assert.Equal(5, names.Length);
        Assert.Equal(2, names.Distinct().Count());
    }

    [Fact]
    public void Mirroring_mirrors_pixels_and_boxes()
    {
        var pictures = Make(3);
        var plain = Read(pictures, new() { BatchSize = 3, Augmentation = new() { Flip = 0 } });
        var mirrored = Read(pictures, new() { BatchSize = 3, Augmentation = new() { Flip = 1 } });
        Assert.Equal(plain.Paths, mirrored.Paths);
        for (var n = 0; n < 3; n++)
        {
            for (var y = 0; y < Side; y++)
            {
                for (var x = 0; x < Side; x++)
                    Assert.Equal(Pixel(plain, n, y, x), Pixel(mirrored, n, y, Side - 1 - x));
            }

            Assert.Equal([.. plain.Batch.Truths[n].Boxes.Select(static b => new Box(Side - b.X2, b.Y1, Side - b.X1, b.Y2))], mirrored.Batch.Truths[n].Boxes);
            Assert.Equal(plain.Batch.Truths[n].Labels, mirrored.Batch.Truths[n].Labels);
        }
    }

    [Fact]
    public void Zoom_and_tones_are_the_same_every_time_and_boxes_follow()
    {
        var pictures = Make(4);
        var options = new TrainingOptions { BatchSize = 4, Augmentation = new() { Zoom = .6, Gamma = [.8, 1.2], Contrast = [.3, 1.3], Brightness = .3, Noise = .025 } };
        var (once, again) = (Read(pictures, options), Read(pictures, options));
        Assert.Equal(once.Batch.Images.Pixels, again.Batch.Images.Pixels);
        Assert.Equal(once.Batch.Truths.SelectMany(static t => t.Boxes), again.Batch.Truths.SelectMany(static t => t.Boxes));
        // Every object is present and larger: windows are scaled to the same side as whole images.
        var plain = Read(pictures, new() { BatchSize = 4 });
        Assert.Equal(plain.Batch.Truths.SelectMany(static t => t.Labels), once.Batch.Truths.SelectMany(static t => t.Labels));
        foreach (var (before, after) in plain.Batch.Truths.Zip(once.Batch.Truths))
        {
            Assert.InRange(after.Boxes[0].Area, before.Boxes[0].Area * .99f, before.Boxes[0].Area / .36f * 1.01f);
            Assert.True(after.Boxes[0] is { X1: >= 0, Y1: >= 0, X2: <= Side, Y2: <= Side });
        }

        Assert.NotEqual(plain.Batch.Truths.SelectMany(static t => t.Boxes), once.Batch.Truths.SelectMany(static t => t.Boxes));
    }

    [Fact]
    public void All_pictures_of_a_batch_share_its_size_and_boxes_follow()
    {
        var options = new TrainingOptions { BatchSize = 2, Augmentation = new() { Flip = 0, Scales = [.5, 1, 2] } };
        var loader = new BatchLoader(Make(4), _transform, options);
        var batches = Enumerable.Range(0, 10).SelectMany(epoch => loader.Read(epoch, 0, default)).ToList();
        Assert.Equal([16, 32, 64], batches.Select(static b => b.Batch.Images.Placements[0].Scaled.Height).Distinct().Order());
        foreach (var batch in batches)
        {
            var scale = batch.Batch.Images.Placements[0].Scaled.Height / (float)Side;
            Assert.All(batch.Batch.Images.Placements, p => Assert.Equal(scale * Side, p.Scaled.Width));
            Assert.All(batch.Batch.Truths, t => Assert.Equal((2 * scale, 10 * scale, 20 * scale), (t.Boxes[0].X1, t.Boxes[0].X2, t.Boxes[0].Y2)));
        }

        // A resumed training draws the same.
        Assert.Equal(batches[1].Batch.Images.Pixels, loader.Read(0, 1, default).First().Batch.Images.Pixels);
    }

    [Fact]
    public void Combined_pictures_are_the_same_every_time_and_unreadable_ones_are_reported()
    {
        var pictures = Make(6);
        var augmentation = new AugmentationOptions { Mosaic = .5, Mixup = .5, CopyPaste = .5, ScaleJitter = [.5, 2] };
        BatchLoader NewLoader() => new(pictures, _transform, new() { BatchSize = 3, Augmentation = augmentation });
        var loader = NewLoader();
        var (once, again) = (loader.Read(0, 0, default).ToList(), loader.Read(0, 0, default).ToList());
        for (var k = 0; k < once.Count; k++)
        {
            Assert.Equal(once[k].Batch.Images.Pixels, again[k].Batch.Images.Pixels);
            Assert.Equal(once[k].Batch.Truths.SelectMany(static t => t.Boxes), again[k].Batch.Truths.SelectMany(static t => t.Boxes));
        }

        Assert.True(once.Sum(static b => b.Batch.Truths.Sum(static t => t.Boxes.Length)) > 6);
        // The last batch of a resumed training.
        Assert.Equal(once[1].Batch.Images.Pixels, loader.Read(0, 1, default).Single().Batch.Images.Pixels);

        File.Delete(pictures[0].Path);
        loader = NewLoader(); // the one before has kept the picture
        var skipped = Enumerable.Range(0, 4).SelectMany(epoch => loader.Read(epoch, 0, default)).SelectMany(static b => b.Skipped).ToList();
        Assert.All(skipped, p => Assert.Equal(pictures[0].Path, p.File));
        Assert.True(skipped.Count > 4); // more than once an epoch: also as the partner of another
    }

    [Fact]
    public void Tiles_show_their_part_of_the_picture()
    {
        var path = _folder.File("large.png");
        var picture = new Image(2 * Side, Side);
        for (var y = 3; y < 20; y++) picture.Row(y)[(3 * 40)..(3 * 50)].Fill(255);
        ImageEncoder.Write(picture, path);
        TrainingImage whole = new(path, new([new(40, 3, 50, 20)], [0])) { Size = new(Side, 2 * Side) };
        var options = new TrainingOptions { BatchSize = 2, GroupByAspect = false, Tiles = Side, TileOverlap = 0, Augmentation = new() { Flip = 0 } };
        var batch = Read([whole], options);
        Assert.Equal([path, path], batch.Paths);
        var n = Array.FindIndex(batch.Batch.Truths, static t => t.Boxes.Length == 1);
        Assert.Equal([new(8, 3, 18, 20)], batch.Batch.Truths[n].Boxes);
        Assert.Empty(batch.Batch.Truths[1 - n].Boxes);
        Assert.True(Pixel(batch, n, 3, 8) > 1 && Pixel(batch, n, 19, 17) > 1 && Pixel(batch, n, 3, 7) < 0 && Pixel(batch, n, 20, 17) < 0 && Pixel(batch, 1 - n, 3, 8) < 0);

        // A file smaller than the data set says cannot be cut where it should.
        ImageEncoder.Write(new Image(Side, Side), path);
        Assert.Contains("fewer than the data set says", Assert.Throws<InvalidDataException>(
            () => new BatchLoader([whole], _transform, options) { Strict = true }.Read(0, 0, default).First()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_belongs_to_an_object_stays_with_it()
    {
        TrainingImage[] pictures = [.. Make(1).Select(static p => p with
        {
            GroundTruth = new([new(2, 3, 10, 20), new(28, 20, 32, 24)], [1, 2]) { Weights = [.5f, 0], ActiveClasses = [1, 2] },
        })];
        var dropped = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            var truth = Read(pictures, new() { BatchSize = 1, Seed = seed, Augmentation = new() { Zoom = .5, ZoomBoxRatio = .9 } }).Batch.Truths[0];
            Assert.Equal(truth.Labels.Select(static l => l == 1 ? .5f : 0), truth.Weights!);
            Assert.Equal([1, 2], truth.ActiveClasses!);
            dropped += 2 - truth.Boxes.Length;
        }

        Assert.True(dropped > 0);
    }

    [Fact]
    public void Mirroring_mirrors_outlines_with_their_boxes()
    {
        var mask = new ObjectMask(new([[2, 4, 6, 4, 6, 20, 2, 20]]));
        TrainingImage[] pictures = [.. Make(1).Select(p => p with { GroundTruth = new([new(2, 4, 12, 20)], [0]) { Masks = [mask] } })];
        var truth = Read(pictures, new() { BatchSize = 1, Augmentation = new() { Flip = 1 } }).Batch.Truths[0];
        var drawn = new float[2 * 2];
        truth.Masks![0]!.Draw(truth.Boxes[0], 2, drawn);
        Assert.Equal([0, 1, 0, 1], drawn); // the object was in the left half of its box
    }

    [Fact]
    public void About_half_of_the_pictures_are_mirrored_and_the_same_ones_every_time()
    {
        var pictures = Make(4);
        var options = new TrainingOptions { BatchSize = 4 };
        var loader = new BatchLoader(pictures, _transform, options);
        var mirrored = 0;
        for (var epoch = 0; epoch < 50; epoch++)
        {
            var (once, again) = (loader.Read(epoch, 0, default).Single(), loader.Read(epoch, 0, default).Single());
            Assert.Equal(once.Batch.Images.Pixels, again.Batch.Images.Pixels);
            mirrored += once.Batch.Truths.Count(static t => t.Boxes[0].X1 > Side / 2);
        }

        // 200 coin flips: five standard deviations.
        Assert.InRange(mirrored, 65, 135);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void The_parts_of_a_batch_together_are_the_batch(int parts)
    {
        var pictures = Make(6);
        var options = new TrainingOptions
        {
            BatchSize = 4,
            Seed = 3,
            Augmentation = new() { ColourJitter = .3, ScaleJitter = [.5, 1], Mosaic = .5, Scales = [.5, 1] },
        };
        var whole = new BatchLoader(pictures, _transform, options).Read(2, 0, default).Single();
        var places = 0;
        for (var number = 0; number < parts; number++)
        {
            var loader = new BatchLoader(pictures, _transform, options) { Part = new(number, parts) };
            var part = loader.Pad(loader.Read(2, 0, default).Single(), whole.Batch.Images.Height, whole.Batch.Images.Width);
            var (first, count) = (part.FirstPlace, part.Paths.Count);
            Assert.Equal((places, 4 / parts), (first, count));
            places += count;
            Assert.Equal(whole.Paths.Skip(first).Take(count), part.Paths);
            Assert.Equal(whole.Batch.Truths.Skip(first).Take(count).Select(static t => t.Boxes), part.Batch.Truths.Select(static t => t.Boxes));
            var length = whole.Batch.Images.Height * whole.Batch.Images.Width * 3;
            Assert.Equal(whole.Batch.Images.Pixels.AsSpan(first * length, count * length), part.Batch.Images.Pixels.AsSpan(0, count * length));
        }
    }

    [Fact]
    public void Recycled_memory_changes_nothing()
    {
        var pictures = Make(6);
        var options = new TrainingOptions { BatchSize = 2, Augmentation = new() { ColourJitter = 0.3 } };
        var fresh = new BatchLoader(pictures, _transform, options).Read(0, 0, default).Select(static b => b.Batch.Images.Pixels.ToArray()).ToList();
        var loader = new BatchLoader(pictures, _transform, options);
        for (var round = 0; round < 2; round++)
        {
            var k = 0;
            foreach (var batch in loader.Read(0, 0, default))
            {
                Assert.Equal(fresh[k++], batch.Batch.Images.Pixels);
                loader.Recycle(batch);
            }
        }
    }

    [Fact]
    public void Strictly_a_picture_that_does_not_decode_is_an_error_that_names_it()
    {
        var pictures = Make(2);
        File.WriteAllBytes(pictures[1].Path, [1, 2, 3]);
        var error = Assert.Throws<InvalidDataException>(ReadStrictly);
        Assert.StartsWith(pictures[1].Path, error.Message, StringComparison.Ordinal);
        File.Delete(pictures[1].Path);
        Assert.ThrowsAny<IOException>(ReadStrictly);

        LoadedBatch ReadStrictly() => new BatchLoader(pictures, _transform, new() { BatchSize = 2 }) { Strict = true }.Read(0, 0, default).First();
    }

    [Fact]
    public void Cancelling_ends_the_reading()
    {
        using var stop = new CancellationTokenSource();
        var loader = new BatchLoader(Make(8), _transform, new() { BatchSize = 2 });
        using var batches = loader.Read(0, 0, stop.Token).GetEnumerator();
        Assert.True(batches.MoveNext());
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            while (batches.MoveNext()) { }
        });
    }

    [Fact]
    public void Crowds_are_not_learnt_and_empty_pictures_are()
    {
        var box = new Box(0, 0, 4, 4);
        var pictures = TrainingImage.From(new()
        {
            Root = "/",
            Format = Datasets.AnnotationFormat.Coco,
            Classes = ["a"],
            CategoryIds = [1],
            Images =
            [
                new() { FileName = "a", Path = "/a", Id = 1, Annotations = [new() { Box = box, Label = 0, IsCrowd = true }, new() { Box = box, Label = 0 }] },
                new() { FileName = "b", Path = "/b", Id = 2 },
            ],
        });
        Assert.Equal([1, 0], pictures.Select(static p => p.GroundTruth.Boxes.Length));
    }

    public void Dispose() => _folder.Dispose();

    // Each image has a box in its left half, and pixels that distinguish left from right and the images from each other.
    private TrainingImage[] Make(int count) => [.. Enumerable.Range(0, count).Select(n =>
    {
        var picture = new Image(Side, Side);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side * 3; x++) picture.Row(y)[x] = (byte)(20 * n + 2 * x + y);
        }

        var path = _folder.File($"{n}.png");
        ImageEncoder.Write(picture, path);
        return new TrainingImage(path, new([new(2, 3 + n, 10, 20)], [n]));
    })];

    [Fact]
    public void In_the_place_of_a_picture_that_cannot_be_read_stands_the_next_one()
    {
        var pictures = Make(4);
        var order = Names(pictures, new() { BatchSize = 1 }, 0, 0);
        File.Delete(order[1]);
        var batches = new BatchLoader(pictures, _transform, new() { BatchSize = 1 }).Read(0, 0, default).ToList();
        Assert.Equal([order[0], order[2], order[2], order[3]], batches.SelectMany(static b => b.Paths));
        Assert.Equal([0, 1, 0, 0], batches.Select(static b => b.Skipped.Count));
        Assert.Equal(order[1], batches[1].Skipped[0].File);

        foreach (var path in order) File.Delete(path);
        Assert.Contains("none of the 4 pictures can be read", Assert.Throws<InvalidDataException>(() => Read(pictures, new() { BatchSize = 1 })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Augmentations_after_one_that_mirrors_see_objects_where_the_picture_shows_them(int flip)
    {
        var pictures = Make(1);
        var box = pictures[0].GroundTruth.Boxes[0];
        var seen = new Mirroring(mirrors: false);
        var parts = TrainingParts.BuiltIn.With("mirror", static _ => new Mirroring(mirrors: true)).With("look", _ => seen);
        var options = new TrainingOptions { BatchSize = 1, Augmentation = new() { Flip = flip, Own = ["mirror", "look"] } };
        var batch = new BatchLoader(pictures, _transform, options, parts).Read(0, 0, default).First().Batch;
        Assert.Equal(box, seen.Box);
        // Mirroring twice gives the original.
        Assert.Equal(flip == 1 ? box : box.FlipHorizontally(Side), batch.Truths[0].Boxes[0]);
    }

    private sealed class Mirroring(bool mirrors) : IAugmentation
    {
        public Box Box { get; private set; }

        public AugmentedImage Apply(Image picture, GroundTruth truth, Random random)
        {
            Box = truth.Boxes[0];
            return new(picture, mirrors ? Augmentation.Mirror(truth, picture.Width) : truth, mirrors);
        }
    }

    private LoadedBatch Read(TrainingImage[] pictures, TrainingOptions options) => new BatchLoader(pictures, _transform, options).Read(0, 0, default).First();

    private string[] Names(TrainingImage[] pictures, TrainingOptions options, int epoch, int first = 0) =>
        [.. new BatchLoader(pictures, _transform, options).Read(epoch, first, default).SelectMany(static b => b.Paths)];

    private static float Pixel(LoadedBatch batch, int n, int y, int x) => batch.Batch.Images.Pixels[((n * Side + y) * Side + x) * 3];
}
