using System.Runtime.Serialization;

namespace UnityKernel
{
    /// <summary>Saves nothing of an object and restores null.</summary>
    internal sealed class GapSurrogate : ISerializationSurrogate
    {
        public void GetObjectData(object obj, SerializationInfo info, StreamingContext context)
        {
        }

        public object SetObjectData(object obj, SerializationInfo info, StreamingContext context, ISurrogateSelector selector)
        {
            return null;
        }
    }
}
