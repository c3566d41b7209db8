using UnityEngine.Rendering;

namespace UnityEngine
{
    public sealed class SystemInfo
    {
        /// <summary>What the host says it draws with; it draws nothing but backgrounds.</summary>
        internal static GraphicsDeviceType Device = GraphicsDeviceType.OpenGLCore;

        public static GraphicsDeviceType graphicsDeviceType
        {
            get { return Device; }
        }
    }
}
