using FsCheck;
using FsCheck.Fluent;
using Gannet.Kernels.Tracking;

namespace Gannet.Kernels.Tests.Tracking;

public sealed class TrackerTests
{
    [Fact]
    public void A_number_is_given_after_three_detections()
    {
        var tracker = new Tracker();
        var first = tracker.Update([At(50, 50)])[0]!;
        Assert.False(first.IsConfirmed);
        Assert.Same(first, tracker.Update([At(52, 50)])[0]);
        Assert.Equal(0, first.Id);
        Assert.Same(first, tracker.Update([At(54, 50)])[0]);
        Assert.Equal((1, 3, 0, 1), (first.Id, first.Hits, first.Misses, tracker.ConfirmedCount));
    }

    [Fact]
    public void A_false_detection_gets_no_number()
    {
        var tracker = new Tracker();
        var flash = tracker.Update([At(50, 50)])[0]!;
        tracker.Update([]);
        Assert.Empty(tracker.Tracks);
        Assert.NotSame(flash, tracker.Update([At(50, 50)])[0]);
        Assert.Equal((0, 0), (flash.Id, tracker.ConfirmedCount));
    }

    [Fact]
    public void Crossing_objects_of_one_class_keep_their_numbers()
    {
        var tracker = new Tracker();
        var (right, left) = (new HashSet<int>(), new HashSet<int>());
        for (var k = 0; k < 60; k++)
        {
            // They pass each other with a gap of a few pixels, and meet in the middle.
            var tracks = tracker.Update([At(20 + 5 * k, 100), At(320 - 5 * k, 126)]);
            if (tracks[0]!.IsConfirmed) right.Add(tracks[0]!.Id);
            if (tracks[1]!.IsConfirmed) left.Add(tracks[1]!.Id);
        }

        Assert.Equal([1], right);
        Assert.Equal([2], left);
    }

    // On the same line: both boxes cover each other for a few frames, and only the velocities tell which is which.
    [Fact]
    public void Objects_that_run_through_each_other_keep_their_numbers()
    {
        var tracker = new Tracker();
        for (var k = 0; k < 40; k++)
        {
            DetectedObject[] found = [At(20 + 8 * k, 100), At(332 - 8 * k, 100)];
            var tracks = tracker.Update(k % 2 == 0 ? found : [found[1], found[0]]);
            if (k < 3) continue;
            Assert.Equal([1, 2], tracks.Select(static track => track!.Id).Order());
            Assert.Equal(k % 2 == 0 ? 1 : 2, tracks[0]!.Id);
        }
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public void A_hidden_object_keeps_its_number_up_to_the_greatest_age(int hidden, bool keeps)
    {
        var tracker = new Tracker(new() { MaxAge = 10 });
        for (var k = 0; k < 15; k++) tracker.Update([At(50 + 3 * k, 50)]);
        for (var k = 0; k < hidden; k++) tracker.Update([]);
        Assert.Equal(keeps ? 1 : 0, tracker.Tracks.Count);
        for (var k = 15 + hidden; k < 20 + hidden; k++) tracker.Update([At(50 + 3 * k, 50)]);
        Assert.Equal(keeps ? 1 : 2, Assert.Single(tracker.Tracks).Id);
    }

    [Fact]
    public void Objects_come_and_go()
    {
        var tracker = new Tracker(new() { MaxAge = 2 });
        for (var k = 0; k < 5; k++) tracker.Update([At(50, 50)]);
        for (var k = 0; k < 5; k++) tracker.Update([At(50, 50), At(200, 50)]);
        Assert.Equal([1, 2], tracker.Tracks.Select(static track => track.Id));
        for (var k = 0; k < 3; k++) tracker.Update([At(200, 50)]);
        Assert.Equal([2], tracker.Tracks.Select(static track => track.Id));
        for (var k = 0; k < 3; k++) tracker.Update([]);
        Assert.Empty(tracker.Tracks);
        Assert.Equal(2, tracker.ConfirmedCount);
    }

    [Fact]
    public void A_frame_that_is_not_looked_at_ages_no_track()
    {
        var tracker = new Tracker(new() { MaxAge = 0 });
        for (var k = 0; k < 30; k++)
        {
            if (k % 5 == 0) tracker.Update([At(50 + 2 * k, 50)]);
            else tracker.Predict();
        }

        var track = Assert.Single(tracker.Tracks);
        Assert.Equal((1, 6), (track.Id, track.Hits));
        Assert.Equal(50 + 2 * 29, (track.Box.X1 + track.Box.X2) / 2, 0.5); // predicted four frames on
        Assert.Equal(2, track.Velocity.X, 0.1);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public void Classes_are_kept_apart_unless_told_otherwise(bool aware, int tracks)
    {
        var tracker = new Tracker(new() { ClassAware = aware, MinHits = 1 });
        tracker.Update([At(50, 50) with { Label = 0, Class = "cat" }]);
        var second = tracker.Update([At(51, 50) with { Label = 1, Class = "dog", Score = .7f }])[0]!;
        Assert.Equal(tracks, tracker.Tracks.Count);
        Assert.Equal((1, "dog", .7f), (second.Label, second.Class, second.Score));
    }

    [Fact]
    public void A_detection_too_far_away_begins_a_track()
    {
        // Moved by 8 of 20 pixels: IoU 12 / 28 = .43.
        var (loose, strict) = (new Tracker(new() { ThresholdIou = .4f, MinHits = 1 }), new Tracker(new() { ThresholdIou = .45f, MinHits = 1 }));
        foreach (var tracker in (Tracker[])[loose, strict])
        {
            tracker.Update([At(50, 50)]);
            tracker.Update([At(58, 50)]);
        }

        Assert.Single(loose.Tracks);
        Assert.Equal(2, strict.Tracks.Count);
    }

    [Fact]
    public void A_box_without_area_has_no_track()
    {
        var tracker = new Tracker();
        Assert.Equal([null], tracker.Update([new(new(5, 5, 5, 9), 0, 1)]));
        Assert.Equal([null], tracker.Update([new(new(5, 5, float.NaN, 9), 0, 1)]));
        Assert.Empty(tracker.Tracks);
    }

    [Fact]
    public void An_object_that_shrinks_to_nothing_ends()
    {
        var tracker = new Tracker();
        for (var k = 0; k < 6; k++) tracker.Update([new(Box.FromSize(50 + 3 * k, 50 + 3 * k, 40 - 6 * k, 40 - 6 * k), 0, 1)]);
        for (var k = 0; k < 30; k++)
        {
            tracker.Update([]);
            Assert.All(tracker.Tracks, static track => Assert.True(track.Box.IsValid));
        }
    }

    // Up to six objects on lanes of their own, each with its velocity, in any order, detected with errors of a pixel or two: their boxes never touch.
    [Fact]
    public void No_number_changes_where_boxes_do_not_touch()
    {
        var scenes = (
            from objects in Gen.Choose(1, 6)
            from velocities in Gen.Choose(-6, 6).ArrayOf(objects)
            from seed in Gen.Choose(0, 10_000)
            select (velocities, seed)).ToArbitrary();
        Prop.ForAll(scenes, static scene =>
        {
            var (tracker, random) = (new Tracker(), new Random(scene.seed));
            var idsOf = scene.velocities.Select(static _ => new HashSet<int>()).ToArray();
            for (var frame = 0; frame < 40; frame++)
            {
                var order = Enumerable.Range(0, scene.velocities.Length).ToArray();
                random.Shuffle(order);
                var tracks = tracker.Update([.. order.Select(k =>
                    At(300 + scene.velocities[k] * frame + random.Next(-1, 2), 40 + 30 * k + random.Next(-1, 2)))]);
                for (var n = 0; n < order.Length; n++) idsOf[order[n]].Add(tracks[n]!.Id);
            }

            // Each has 0 until it is confirmed, then one number of its own.
            return idsOf.All(static ids => ids.Count == 2) && tracker.ConfirmedCount == scene.velocities.Length;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Contains("max_age is -1", Assert.Throws<InvalidOptionException>(static () => new Tracker(new() { MaxAge = -1 })).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOptionException>(static () => new Tracker(new() { MinHits = 0 }));
        Assert.Throws<InvalidOptionException>(static () => new Tracker(new() { ThresholdIou = 0 }));
        Assert.Throws<InvalidOptionException>(static () => new Tracker(new() { ThresholdIou = float.NaN }));
    }

    // A box of 20 × 20 pixels around a point.
    private static DetectedObject At(float x, float y) => new(Box.FromSize(x - 10, y - 10, 20, 20), 0, .9f);
}
