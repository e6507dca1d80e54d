using Gannet.Serving.LabelStudio;
using Gannet.Serving.Problems;

namespace Gannet.Serving.Tests.LabelStudio;

public class LabelConfigTests
{
    [Fact]
    public void Names_and_labels_are_read()
    {
        var config = LabelConfig.Parse("""
            <View>
              <Text name="text" value="$text"/><RectangleLabels name="wrong" toName="text"><Label value="x"/></RectangleLabels>
              <Image name="img" value="$picture" zoom="true"/>
              <RectangleLabels name="tag" toName="img" strokeWidth="3">
                <Label value="Vehicle" predicted_values="car, truck" background="green"/>
                <Label value="Person"/>
              </RectangleLabels>
            </View>
            """);

        Assert.Equal(("tag", "img", "picture"), (config.FromName, config.ToName, config.DataKey));
        Assert.Equal("Vehicle", config.LabelFor("truck"));
        Assert.Equal("Person", config.LabelFor("person"));
        Assert.Equal("Vehicle", config.LabelFor("vehicle"));
        Assert.Null(config.LabelFor("cat"));
        Assert.Null(config.LabelFor(""));
    }

    [Theory]
    [InlineData("", "no XML")]
    [InlineData("<View>", "no XML")]
    [InlineData("<View></View>", "RectangleLabels")]
    [InlineData("<View><Image name='i' value='$i'/><BrushLabels name='b' toName='i'/></View>", "RectangleLabels")]
    [InlineData("<View><Image name='i' value='i'/><RectangleLabels name='b' toName='i'/></View>", "RectangleLabels")]
    [InlineData("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><View>&a;</View>", "no XML")]
    [InlineData("<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><View>&b;</View>", "no XML")]
    public void What_has_no_boxes_on_a_picture_is_refused(string xml, string words)
    {
        var problem = Assert.Throws<ProblemException>(() => LabelConfig.Parse(xml));
        Assert.Equal(422, problem.Status);
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
    }
}
