export { noticeWorkflow } from './notice.js';
