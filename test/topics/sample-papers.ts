/** One paper a topic, in our own words: what a first reader would file without a second thought. */
export const SAMPLE_PAPERS: Record<string, { title: string; abstract: string }> = {
  'nlp-llm': {
    title: 'Small vocabularies make better translators',
    abstract:
      'We train language models for machine translation between low-resource languages and compare tokenizers.',
  },
  'computer-vision': {
    title: 'Finding the edges of things: semantic segmentation at dusk',
    abstract:
      'Our network labels every pixel of low-light images and improves object detection on street scenes.',
  },
  multimodal: {
    title: 'Looking before answering',
    abstract:
      'Vision-language models often ignore the picture. We study visual question answering with image captions removed.',
  },
  'generative-models': {
    title: 'Fewer steps to a picture',
    abstract:
      'A diffusion transformer trained by flow matching draws from text in four steps; text-to-image quality is kept.',
  },
  'reinforcement-learning': {
    title: 'Critics that forget',
    abstract:
      'In offline reinforcement learning the value function drifts. We bound it and run actor-critic training on Atari.',
  },
  robotics: {
    title: 'A gripper that feels',
    abstract:
      'We teach a robot arm dexterous manipulation from tactile readings and transfer the policy from simulation.',
  },
  'optimization-and-training': {
    title: 'When to stop the warmup',
    abstract:
      'We look at learning rate schedules for AdamW and Muon and explain a training instability at large batch sizes.',
  },
  'learning-theory': {
    title: 'A tighter generalization bound for two-layer networks',
    abstract: 'We prove a PAC-Bayes bound whose sample complexity matches the known lower bound.',
  },
  'statistics-and-bayes': {
    title: 'Posterior sampling without tears',
    abstract:
      'A Bayesian method for treatment effects with Gaussian processes; Markov chain Monte Carlo mixes in few steps.',
  },
  'representation-and-self-supervised': {
    title: 'Learning features without labels',
    abstract: 'Self-supervised learning by masked modeling gives embeddings that a linear probe reads well.',
  },
  'efficiency-and-compression': {
    title: 'Four bits are plenty',
    abstract:
      'Post-training quantization and KV cache compression halve memory and raise throughput on one GPU.',
  },
  graphs: {
    title: 'Why deep message passing blurs nodes',
    abstract:
      'Graph neural networks suffer from over-smoothing; we measure it on node classification and link prediction.',
  },
  'speech-and-audio': {
    title: 'Hearing through noise',
    abstract:
      'We train automatic speech recognition on noisy audio and report word errors for every speaker.',
  },
  'recommender-and-retrieval': {
    title: 'What to show next',
    abstract:
      'Sequential recommendation from clicks suffers from cold start; we rerank with collaborative filtering.',
  },
  'healthcare-and-biology': {
    title: 'Reading chest X-rays beside the radiologist',
    abstract:
      'A clinical study with patients from three hospitals: the model finds lesions and drafts the diagnosis.',
  },
  'science-and-engineering': {
    title: 'Neural operators for turbulence',
    abstract:
      'We solve partial differential equations of fluid dynamics, and forecast weather, faster than the solver.',
  },
  'safety-privacy-and-security': {
    title: 'Locks for open models',
    abstract:
      'Jailbreaks and prompt injection still work. We measure attack success and propose a defense by red teaming.',
  },
  'agents-and-reasoning': {
    title: 'Assistants that plan their tools',
    abstract:
      'LLM agents call tools over long horizons. Our coding agent uses chain-of-thought reasoning and tree search.',
  },
  'datasets-and-benchmarks': {
    title: 'HardQuiz: a new benchmark with expert-annotated questions',
    abstract:
      'We release a large-scale dataset, an evaluation suite and a leaderboard, and describe the annotation.',
  },
  'time-series-and-tabular': {
    title: 'Forecasting from rows',
    abstract:
      'Time series forecasting with gradient boosting on tabular data still beats deep networks in finance.',
  },
};
